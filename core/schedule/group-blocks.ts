import type { Block } from './block.ts';

/**
 * Blocks in at most `most` shards of about equal work: largest first, each into the lightest shard so far (longest
 * processing time rule, Graham 1969). Shards keep the order of their first block's id, blocks within a shard are sorted.
 */
export function groupBlocks(blocks: readonly Block[], most: number): readonly (readonly Block[])[] {
  const shards = Array.from({ length: Math.max(1, Math.min(most, blocks.length)) }, () => ({
    work: 0,
    blocks: [] as Block[],
  }));
  const bySize = [...blocks].sort((a, b) => b.accounts.length - a.accounts.length || byId(a, b));
  for (const block of bySize) {
    let lightest = shards[0]!;
    for (const shard of shards) if (shard.work < lightest.work) lightest = shard;
    lightest.work += block.accounts.length + 1;
    lightest.blocks.push(block);
  }
  const filled = shards.filter((shard) => shard.blocks.length > 0).map((shard) => shard.blocks.sort(byId));
  return filled.sort((a, b) => byId(a[0]!, b[0]!));
}

function byId(a: Block, b: Block): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
