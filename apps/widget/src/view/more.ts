// What most people never see: a file of its own, which comes when the first of it is to be drawn.
export { Earlier } from './frame/earlier.tsx';
export { MenuItems } from './frame/menu-items.tsx';
export { hand } from './handed.ts';
export { Panel } from './page/panel.tsx';
export { Cards } from './replies/cards.tsx';
export { RichWords } from './replies/rich-words.tsx';
export { default as style } from './style/more.css?inline';
