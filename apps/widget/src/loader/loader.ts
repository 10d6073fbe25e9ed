declare const __APP__: string;
import(/* @vite-ignore */ new URL(__APP__, (document.currentScript as HTMLScriptElement).src).href).then((m) =>
  m.start(),
);
