import type { StackService } from './service.ts';

/** What a service tells of itself under one name: values by their labels. */
export async function readingsOf(
  { metricsUrl = '' }: Pick<StackService, 'metricsUrl'>,
  name: string,
): Promise<Map<string, number>> {
  const text = await (await fetch(metricsUrl)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf('}');
      return [line.slice(name.length + 1, end), Number(line.slice(end + 1))];
    }),
  );
}
