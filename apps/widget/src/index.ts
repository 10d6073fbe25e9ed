/// <reference path="./virtual.d.ts" />
import { files } from 'virtual:backchannel-widget';

export interface WidgetFile {
  readonly type: string;
  readonly body: string;
}

/** What browsers get of the widget, by path: `/widget.js`, `/widget/app-<hash>.js`, and what that asks for. */
export const widgetFiles: ReadonlyMap<string, WidgetFile> = new Map(
  files.map(({ path, type, body }) => [path, { type, body }]),
);
