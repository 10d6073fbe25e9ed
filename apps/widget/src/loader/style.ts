import type { Look } from '@backchannel/contracts';

/** Black or white, as is legible on the button: `y` is the luminance of what is behind. */
const on = 'calc((.18 - y)*999)';

export const style = ({ color = '#0b57d0', position = 'right' }: Look) =>
  `:host{all:initial!important;display:contents!important;--backchannel-color:${color}}` +
  `div{position:fixed;z-index:2147483000;bottom:20px;${position}:20px;display:grid;gap:12px;justify-items:${position};font:15px/1.4 system-ui}` +
  'button,p{margin:0;padding:14px;border:0;border-radius:28px;box-shadow:0 4px 16px #0004;background:#fff;color:#000}' +
  `button{width:56px;height:56px;cursor:pointer;background:var(--backchannel-color);color:#fff;color:color(from var(--backchannel-color) xyz ${on} ${on} ${on})}` +
  '[aria-busy]{opacity:.7}' +
  'svg{fill:none;stroke:currentColor;stroke-width:2}';
