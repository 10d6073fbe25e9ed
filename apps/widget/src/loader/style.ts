import type { Look } from '@backchannel/contracts';

/** Black or white, as is legible on the button: `y` is the luminance of what is behind. */
const on = 'calc((.179 - y)*999)';

/** Trap: the app draws the same button (`view/style/frame.css`); where they differ the page flickers. */
export const style = ({ color = '#0b57d0', position = 'right' }: Look) =>
  `:host{all:initial!important;position:fixed!important;z-index:var(--backchannel-z,2147483000)!important;--backchannel-color:${color}}` +
  `div{position:fixed;bottom:calc(20px + env(safe-area-inset-bottom));${position}:20px;display:grid;gap:12px;justify-items:${position};font:15px/1.45 system-ui}` +
  'button,p{margin:0;padding:13px;border:1px solid #0000;border-radius:28px;box-shadow:0 1px 3px #10141e33,0 8px 24px #10141e33;background:#fff;color:#000}' +
  `button{cursor:pointer;background:var(--backchannel-color);color:#fff;color:color(from var(--backchannel-color) xyz ${on} ${on} ${on})}` +
  '[aria-busy]{opacity:.7}' +
  'svg{display:block;width:28px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linejoin:round}';
