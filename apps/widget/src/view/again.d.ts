/** The same module under another address. */
declare module '*?again';
