/** A lamp before a wall: `picture.svg?name=aurora&width=640&height=400`. Each name has its own colour. */
export function drawn(address: string): string {
  const asked = new URL(address, 'http://gallery').searchParams;
  const [width, height] = [Number(asked.get('width')), Number(asked.get('height'))];
  const hue =
    Array.from(asked.get('name') ?? '', (letter) => letter.charCodeAt(0) * 7).reduce((a, b) => a + b, 0) % 360;
  const [x, y, r] = [width / 2, height / 2, Math.min(width, height) / 5];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="hsl(${hue} 30% 84%)"/>
<circle cx="${x}" cy="${y}" r="${r * 1.9}" fill="hsl(${hue} 60% 92%)"/>
<path d="M${x} ${y}v${r * 3}" stroke="hsl(${hue} 25% 35%)" stroke-width="${r / 6}"/>
<path d="M${x - r} ${y + r / 2}l${r / 2} ${-r * 1.3}h${r}l${r / 2} ${r * 1.3}z" fill="hsl(${hue} 45% 45%)"/>
</svg>`;
}
