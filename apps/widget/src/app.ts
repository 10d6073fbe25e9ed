export function start() {
  console.log(1);
}
