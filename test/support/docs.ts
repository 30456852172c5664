/** Pages of the documentation and the blocks in them. A block's flags stand behind its language; `reader.ts` says what they mean. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Block {
  readonly language: string;
  readonly flags: readonly string[];
  readonly line: number;
  readonly text: string;
}

export interface Page {
  /** From the top of the repository, such as `docs/senders.md`. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export function pageOf(name: string): Page {
  const text = readFileSync(join(root, name), 'utf8');
  return { name, text, blocks: blocksOf(text) };
}

export function allPages(): Page[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return ['README.md', 'CHANGELOG.md', 'examples/newsletter/README.md', ...inDocs.sort()].map(pageOf);
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; flags: string[]; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!line.startsWith('```')) open?.lines.push(line);
    else if (open) {
      blocks.push({ ...open, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      const [language = '', ...flags] = line.slice(3).trim().split(' ');
      open = { language, flags, line: index + 1, lines: [] };
    }
  }
  return blocks;
}

export function flagOf({ flags }: Block, name: string): string | undefined {
  return flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

export function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** What differs from run to run: identifiers, keys, hashes, instants, speed; and how many rules and tests are shipped. */
export function withoutVolatile(text: string): string {
  return text
    .replace(/sha256:[0-9a-f]{64}/g, '<revision>')
    .replace(/cg_[0-9a-f]{12}_[0-9a-f]{64}/g, '<key>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>')
    .replace(/\(\d[\d,]* rows a second\)/g, '(<speed>)')
    .replace(/\d+ (rules,|tests passed)/g, '<n> $1')
    .replace(/"(id|\w*Id)":\s*"([a-z]{3}_)[\w-]{22}"/g, '"$1":"$2<id>"')
    .replace(/"(\w*Hash)":\s*"[\w-]{14,22}"/g, '"$1":"<hash>"')
    .trim();
}
