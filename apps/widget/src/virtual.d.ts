declare module 'virtual:backchannel-widget' {
  /** `/widget.js`, then the app that it loads. */
  export const files: readonly { readonly path: string; readonly type: string; readonly body: string }[];
}
