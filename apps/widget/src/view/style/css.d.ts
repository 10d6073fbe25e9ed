declare module '*.css?inline' {
  /** What the file says, made small. */
  const text: string;
  export default text;
}
