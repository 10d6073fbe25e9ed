import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { drawn } from './gallery/drawn.ts';

/** Answers for the pictures: they are drawn when they are asked for. */
const pictures: Plugin = {
  name: 'gallery-pictures',
  configureServer({ middlewares }) {
    middlewares.use('/picture.svg', (request, response) => {
      response.setHeader('Content-Type', 'image/svg+xml').end(drawn(request.url ?? ''));
    });
  },
};

/** Every state of the chat without a server: `npx vite --config vite.gallery.ts`. */
export default defineConfig({
  root: fileURLToPath(new URL('gallery', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [pictures],
  build: {
    target: 'es2022',
    rolldownOptions: {
      input: ['index.html', 'outside.html'].map((name) => fileURLToPath(new URL(`gallery/${name}`, import.meta.url))),
    },
  },
  logLevel: 'warn',
});
