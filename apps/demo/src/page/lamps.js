/** What the shop sells. The bot shows the same in its cards. */
export const lamps = [
  {
    id: 'aurora',
    name: 'Aurora',
    kind: 'Desk lamp',
    cents: 4900,
    about: 'Two joints, one warm cone of light, and a shade that stays cool. It finds the page you are reading.',
  },
  {
    id: 'halo',
    name: 'Halo',
    kind: 'Floor lamp',
    cents: 12900,
    about: 'A ring that lights the wall and not your eyes. Stands behind any sofa; dims at a tap.',
  },
  {
    id: 'orbit',
    name: 'Orbit',
    kind: 'Pendant lamp',
    cents: 8900,
    about: 'A globe of opal glass in two rings of brass. Hung low over a table, it makes dinner last longer.',
  },
  {
    id: 'ember',
    name: 'Ember',
    kind: 'Bedside lamp',
    cents: 3500,
    about: 'Clay below, linen above. Its light is the colour of the last minute of an evening.',
  },
];

export const lampOf = (id) => lamps.find((lamp) => lamp.id === id);

export const price = (cents) => `${(cents / 100).toFixed(2)} EUR`;
