export { default } from '../../vite.service.ts';
