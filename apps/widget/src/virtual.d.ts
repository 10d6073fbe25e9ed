declare module 'virtual:backchannel-widget' {
  /** `/widget.js`, then the app that it loads, then what that loads. */
  export const files: readonly { readonly path: string; readonly type: string; readonly body: string }[];
}
