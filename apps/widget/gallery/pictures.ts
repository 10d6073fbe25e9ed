/** Pictures that need no network: a lamp before a wall of some colour. */
export function picture(name: string, width = 640, height = 400): string {
  return new URL(`picture.svg?name=${name}&width=${width}&height=${height}`, location.href).href;
}
