// Drawn with one line, 24 by 24.
export const chat =
  'M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.6 3.3 6v3.3l3.4-1.9c.7.2 1.5.3 2.3.3 5 0 9-3.4 9-7.7s-4-7.7-9-7.7z';
export const down = 'm6 9.5 6 6 6-6';
export const close = 'M6.5 6.5l11 11m0-11-11 11';
export const more = 'M5.5 12h.01M12 12h.01M18.5 12h.01';
export const back = 'M14.5 5.5 8 12l6.5 6.5';
export const next = 'M9.5 5.5 16 12l-6.5 6.5';
export const send = 'M12 19V5.5M5.8 11.5 12 5.3l6.2 6.2';
export const add = 'M12 5v14M5 12h14';
export const earlier = 'M4 5v4h4M4.3 9a8.2 8.2 0 1 1-.5 3M12 7.5V12l3 2';
export const end = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 9h6v6H9z';
export const remove = 'M4.5 6.5h15M9.5 6V4h5v2M6.5 6.5 7.3 20h9.4l.8-13.5M10 10.5v5.5m4-5.5v5.5';
export const outside = 'M14 4.5h5.5V10M19 5l-8 8M18 14v4.5a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1H10';
export const alert = 'M12 7.5v5.5m0 3.2v.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z';
export const offline =
  'M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12.2a9.3 9.3 0 0 1 4.3-2.4m4.4 0a9.3 9.3 0 0 1 4.3 2.4M12 19v.01';
export const clock = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2';
export const service = 'M13 3 5 13.5h6L10 21l8-10.5h-6z';
