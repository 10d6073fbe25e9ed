/** What a process says of its memory at `/metrics`, in bytes. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
}

export async function memoryAt(metricsUrl: string): Promise<Memory> {
  const response = await fetch(metricsUrl);
  const page = await response.text();
  const read = (name: string) => {
    const found = new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(page)?.[1];
    if (found === undefined) throw new Error(`${metricsUrl} has no ${name}`);
    return Number(found);
  };
  return { resident: read('process_resident_memory_bytes'), heap: read('nodejs_heap_size_used_bytes') };
}
