/** One frame: its fields as a tree, its bytes beside it; a field marks its bytes, and a byte its field. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FrameDetail as Detail } from '../../frames/frame-row.js';
import type { FramesWords } from '../views/frames-words.js';
import { Bytes } from './bytes.js';
import { Lines } from './lines.js';
import { type Node, openAtFirst, parentOf, pathAt, visibleNodes, withOpened } from './tree.js';
import { lineByKey } from './window.js';

export interface FrameDetailProps {
	readonly detail: Detail;
	readonly words: FramesWords;
}

/** Height of a line of the tree in pixels, as the style sheet has it. */
const LINE = 24;
const PAGE = 10;

export function FrameDetail({ detail, words }: FrameDetailProps) {
	const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(detail));
	const [path, setPath] = useState<string>();
	const [pointed, setPointed] = useState<string>();
	const [source, setSource] = useState(() => detail.layers[detail.layers.length - 1]?.source ?? 0);
	const nodes = useMemo(() => visibleNodes(detail, open), [detail, open]);
	const selected = nodes.find((node) => node.path === path);
	const select = (next: string, node?: Node) => {
		setOpen((before) => withOpened(before, next));
		setPath(next);
		if (node !== undefined) setSource(node.source);
	};
	const toggle = (node: Node, isOpen: boolean) =>
		setOpen((before) => {
			const after = new Set(before);
			if (isOpen) after.add(node.path);
			else after.delete(node.path);
			return after;
		});
	const marked = nodes.find((node) => node.path === (pointed ?? path));
	return (
		<div class="frame-detail">
			<div class="frame-fields">
				<Tree nodes={nodes} path={path} words={words} onSelect={select} onToggle={toggle} onPoint={setPointed} />
				<Copy detail={detail} node={selected} source={source} words={words} />
			</div>
			<Bytes
				detail={detail}
				source={source}
				mark={marked?.source === source ? marked : undefined}
				words={words}
				onSource={setSource}
				onByte={(byte, isPointed) => {
					const found = byte === undefined ? undefined : pathAt(detail, source, byte);
					if (isPointed) setPointed(found);
					else if (found !== undefined) select(found);
				}}
			/>
		</div>
	);
}

interface TreeProps {
	readonly nodes: readonly Node[];
	readonly path: string | undefined;
	readonly words: FramesWords;
	readonly onSelect: (path: string, node: Node) => void;
	readonly onToggle: (node: Node, isOpen: boolean) => void;
	readonly onPoint: (path: string | undefined) => void;
}

function Tree({ nodes, path, words, onSelect, onToggle, onPoint }: TreeProps) {
	const box = useRef<HTMLDivElement>(null);
	const at = nodes.findIndex((node) => node.path === path);
	const go = (index: number) => nodes[index] && onSelect(nodes[index].path, nodes[index]);
	const onKeyDown = (event: KeyboardEvent) => {
		const node = nodes[at];
		const to = lineByKey(event.key, at, nodes.length, PAGE);
		if (to !== undefined) go(to);
		else if (node === undefined) return;
		else if (event.key === 'ArrowRight') {
			if (node.hasParts && !node.isOpen) onToggle(node, true);
			else if (node.hasParts) go(at + 1);
		} else if (event.key === 'ArrowLeft') {
			if (node.isOpen) onToggle(node, false);
			else go(nodes.findIndex((each) => each.path === parentOf(node.path)));
		} else return;
		event.preventDefault();
	};
	return (
		<Lines
			box={box}
			count={nodes.length}
			line={LINE}
			seen={at < 0 ? undefined : at}
			attributes={{
				class: 'field-tree',
				role: 'tree',
				tabIndex: 0,
				'aria-label': words.fields,
				'aria-activedescendant': at < 0 ? undefined : `field-${path}`,
				onKeyDown,
				onMouseLeave: () => onPoint(undefined),
			}}
		>
			{(index) => {
				const node = nodes[index]!;
				return (
					<div
						key={node.path}
						id={`field-${node.path}`}
						class={`field-line depth-${Math.min(node.depth, 8)}${node.depth === 0 ? ' field-layer' : ''}${node.field?.malformed ? ' malformed' : ''}`}
						role="treeitem"
						aria-level={node.depth + 1}
						aria-selected={node.path === path}
						aria-expanded={node.hasParts ? node.isOpen : undefined}
						title={node.clause}
						onClick={() => onSelect(node.path, node)}
						onDblClick={() => node.hasParts && onToggle(node, !node.isOpen)}
						onMouseEnter={() => onPoint(node.path)}
					>
						<span
							class="field-toggle"
							aria-hidden="true"
							onClick={(event) => {
								if (!node.hasParts) return;
								event.stopPropagation();
								onToggle(node, !node.isOpen);
							}}
						>
							{node.hasParts ? (node.isOpen ? '▾' : '▸') : ''}
						</span>
						<span class="field-name">{node.field?.malformed ? `⚠ ${words.malformed}` : node.title}</span>
						<span class="field-value">{node.field?.hidden ? words.hidden : node.value}</span>
						<span class="field-clause">{node.clause}</span>
					</div>
				);
			}}
		</Lines>
	);
}

interface CopyProps {
	readonly detail: Detail;
	readonly node: Node | undefined;
	readonly source: number;
	readonly words: FramesWords;
}

/** What was copied stands there, so that it can be had where a page may not copy. */
function Copy({ detail, node, source, words }: CopyProps) {
	const [copied, setCopied] = useState('');
	useEffect(() => setCopied(''), [detail]);
	const copy = (text: string) => {
		setCopied(text);
		navigator.clipboard?.writeText(text).catch(() => {});
	};
	const hex = detail.sources[node?.source ?? source]!.hex;
	const own = node === undefined ? hex : hex.slice(2 * node.start, 2 * node.end);
	const filter = node?.field?.filter;
	return (
		<div class="frame-copy">
			<button type="button" onClick={() => copy(own)}>
				{node === undefined ? words.copyHex : words.copyFieldHex}
			</button>
			<button type="button" disabled={filter === undefined} onClick={() => filter !== undefined && copy(filter)}>
				{words.copyFilter}
			</button>
			<output class="frame-copied mono" aria-live="polite">
				{copied === '' ? (node?.clause ?? '') : words.copied(copied.length > 80 ? `${copied.slice(0, 80)}…` : copied)}
			</output>
		</div>
	);
}
