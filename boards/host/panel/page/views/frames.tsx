/** Frames of the air, of lines, of ECHONET Lite and COSEM, in one order of time; each with its fields and bytes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FrameDetail as Detail, FrameCounts, FrameRow, FramesTold, FrameList as List } from '../../frames/frame-row.js';
import { FrameDetail } from '../frames/frame-detail.js';
import { FrameList } from '../frames/frame-list.js';
import { type KeptRows, NO_ROWS, withFound, withOlder, withTold } from '../frames/kept-rows.js';
import { ALL, type Asked, isOpen, queryOf } from '../frames/query.js';
import type { Page, ViewProps } from '../page.js';
import { usePlace } from '../place.js';
import { FRAMES_WORDS, type FramesWords } from './frames-words.js';
import './frames.css';

/** Rows that a search goes on for. */
const ENOUGH = 200;
/** Rows behind the one that another view points at. */
const AROUND = 40;
/** ms after the last key before a filter is searched for. */
const REST = 250;
/** ms without a frame left out after which those that were are fetched. */
const CALM = 500;
/** Layers that can be chosen. */
const LAYERS = [
	'IEEE 802.15.4',
	'6LoWPAN',
	'IPv6',
	'ICMPv6',
	'UDP',
	'PANA',
	'EAP',
	'ECHONET Lite',
	'SKSTACK-IP',
	'J11',
	'DLMS wrapper',
	'HDLC',
	'COSEM',
];
const MEDIA = ['air', 'power line', 'serial', 'LAN', 'TCP', 'UDP', 'HDLC'] as const;

export default function FramesView({ page }: ViewProps) {
	const words = FRAMES_WORDS[page.language];
	const [asked, setAsked] = useState(ALL);
	const [selected, setSelected] = useState<number>();
	const list = useFrames(page, asked);
	usePointed(
		page,
		(id) => {
			setSelected(id);
			list.goTo(id);
		},
		list.fail,
	);
	const { kept, counts, follows, isSearching, failed } = list;
	return (
		<div class="frames-view">
			<h1 class="unseen">{words.title}</h1>
			<Filter asked={asked} words={words} onAsk={setAsked} />
			<div class="frames-bar">
				<Counters counts={counts} words={words} />
				<span class="frames-live">
					{follows ? (
						<span class="live">{words.follows}</span>
					) : (
						<button type="button" onClick={list.toNewest}>
							{words.newest(kept.waiting)}
						</button>
					)}
				</span>
				<Save asked={asked} selected={selected} words={words} />
			</div>
			{failed !== '' && <p class="note bad">✕ {failed}</p>}
			{kept.left > 0 && <p class="note">{words.left(kept.left)}</p>}
			{kept.rows.length === 0 ? (
				<p class="frames-none muted">{isSearching ? words.searching : isOpen(asked) ? words.none : words.noneFits}</p>
			) : (
				<FrameList
					rows={kept.rows}
					selected={selected}
					follows={follows}
					words={words}
					onSelect={setSelected}
					onFollow={list.setFollows}
					onOldest={list.toOlder}
				/>
			)}
			{(kept.rows.length > 0 || selected !== undefined) && <Chosen page={page} id={selected} words={words} />}
		</div>
	);
}

interface Frames {
	readonly kept: KeptRows;
	readonly counts: FrameCounts | undefined;
	readonly follows: boolean;
	readonly isSearching: boolean;
	readonly failed: string;
	readonly setFollows: (follows: boolean) => void;
	readonly toNewest: () => void;
	readonly toOlder: () => void;
	/** Shows what is around a frame. */
	readonly goTo: (id: number) => void;
	readonly fail: (reason: string) => void;
}

/** The rows that fit: what was found, and what comes. */
function useFrames(page: Page, asked: Asked): Frames {
	const [kept, setKept] = useState(NO_ROWS);
	const [counts, setCounts] = useState<FrameCounts>();
	const [follows, setFollows] = useState(true);
	const [isSearching, setSearching] = useState(false);
	const [failed, setFailed] = useState('');
	const now = useRef({ asked, follows, search: 0, oldest: false, refill: () => {} });
	now.current.asked = asked;
	now.current.follows = follows;

	/** @param isRefill only for who looks at the newest ones: what another one looks at stays */
	const search = async (isRefill = false) => {
		const number = ++now.current.search;
		setSearching(true);
		setFailed('');
		try {
			const rows = await found(page, asked, undefined, () => number === now.current.search);
			if (number !== now.current.search) return;
			if (!isRefill || now.current.follows) {
				setKept((before) => withFound(before, rows, asked));
				now.current.oldest = false;
			}
		} catch (error) {
			if (number === now.current.search) setFailed(error instanceof Error ? error.message : String(error));
		}
		setSearching(false);
	};
	const toOlder = async () => {
		const [first] = kept.rows;
		if (first === undefined || now.current.oldest || isSearching) return;
		const number = ++now.current.search;
		setSearching(true);
		try {
			const older = await found(page, asked, first.id, () => number === now.current.search);
			now.current.oldest = older.length === 0;
			if (number === now.current.search) setKept((before) => withOlder(before, older));
		} catch (error) {
			setFailed(error instanceof Error ? error.message : String(error));
		}
		setSearching(false);
	};
	useEffect(() => {
		const timer = setTimeout(() => search(), isOpen(asked) ? 0 : REST);
		return () => clearTimeout(timer);
	}, [asked]);
	now.current.refill = () => search(true);
	useEffect(() => {
		let calm: ReturnType<typeof setTimeout> | undefined;
		const end = page.stream.subscribe<FramesTold>('frames', (told) => {
			setCounts(told.counts);
			const { asked: wanted, follows: isAtEnd } = now.current;
			setKept((before) => withTold(before, told, wanted, isAtEnd));
			if (told.left === 0) return;
			clearTimeout(calm);
			calm = setTimeout(() => now.current.follows && now.current.refill(), CALM);
		});
		return () => {
			clearTimeout(calm);
			end();
		};
	}, [page.stream]);
	const goTo = async (id: number) => {
		setFollows(false);
		now.current.follows = false;
		const number = ++now.current.search;
		setSearching(true);
		try {
			const rows = await found(page, ALL, id + AROUND, () => number === now.current.search);
			if (number === now.current.search) setKept({ ...NO_ROWS, rows });
		} catch (error) {
			setFailed(error instanceof Error ? error.message : String(error));
		}
		setSearching(false);
	};
	const toNewest = () => {
		setFollows(true);
		search();
	};
	return { kept, counts, follows, isSearching, failed, setFollows, toNewest, toOlder, goTo, fail: setFailed };
}

/** Where another view points: `#/frames?id=12`, or `at=` virtual ms with a `layer` or a `medium`. */
function usePointed(page: Page, goTo: (id: number) => void, fail: (reason: string) => void): void {
	const { query } = usePlace();
	const [id, at] = [query.get('id'), query.get('at')];
	useEffect(() => {
		// Behind the first search, which begins with the newest.
		if (id !== null) setTimeout(() => goTo(Number(id)), 0);
		else if (at !== null) {
			const asked = new URLSearchParams({ since: at, limit: '1', layer: query.get('layer') ?? '', medium: query.get('medium') ?? '' });
			page.ask.get<List>(`/api/frames?${asked}`).then(
				({ rows: [row] }) => row !== undefined && goTo(row.id),
				(error: unknown) => fail(error instanceof Error ? error.message : String(error)),
			);
		}
	}, [id, at]);
}

/** The last rows that fit, before an id where one is given; asked for piece by piece, as long as somebody wants them. */
async function found(page: Page, asked: Asked, before: number | undefined, isWanted: () => boolean): Promise<FrameRow[]> {
	const query = queryOf(asked);
	const rows: FrameRow[] = [];
	for (let from = before; isWanted(); ) {
		if (from !== undefined) query.set('before', String(from));
		query.set('limit', String(ENOUGH - rows.length));
		const { rows: more, more: next } = await page.ask.get<List>(`/api/frames?${query}`);
		rows.unshift(...more);
		if (next === null || rows.length >= ENOUGH) break;
		from = next;
	}
	return rows;
}

function Filter({ asked, words, onAsk }: { readonly asked: Asked; readonly words: FramesWords; readonly onAsk: (asked: Asked) => void }) {
	const set = (name: keyof Asked) => (event: { readonly currentTarget: { readonly value: string } }) =>
		onAsk({ ...asked, [name]: event.currentTarget.value });
	return (
		<form class="frames-filter" aria-label={words.filter} onSubmit={(event) => event.preventDefault()}>
			<label>
				{words.medium}
				<select value={asked.medium} onChange={set('medium')}>
					<option value="">{words.anyMedium}</option>
					{MEDIA.map((medium) => (
						<option key={medium} value={medium}>
							{words.media[medium]}
						</option>
					))}
				</select>
			</label>
			<label>
				{words.layer}
				<select value={asked.layer} onChange={set('layer')}>
					<option value="">{words.anyLayer}</option>
					{LAYERS.map((layer) => (
						<option key={layer} value={layer}>
							{layer}
						</option>
					))}
				</select>
			</label>
			<label>
				{words.node}
				<input value={asked.node} size={9} placeholder="meter" onInput={set('node')} />
			</label>
			<label>
				{words.epc}
				<input value={asked.epc} size={4} maxLength={4} placeholder="E7" onInput={set('epc')} />
			</label>
			<label>
				{words.tid}
				<input value={asked.tid} size={5} maxLength={5} inputMode="numeric" placeholder="1" onInput={set('tid')} />
			</label>
			<label class="frames-text">
				{words.text}
				<input type="search" value={asked.text} maxLength={100} placeholder="Get_Res" onInput={set('text')} />
			</label>
			<button type="button" disabled={isOpen(asked)} onClick={() => onAsk(ALL)}>
				{words.clear}
			</button>
		</form>
	);
}

function Counters({ counts, words }: { readonly counts: FrameCounts | undefined; readonly words: FramesWords }) {
	const some = MEDIA.filter((medium) => (counts?.[medium] ?? 0) > 0);
	if (some.length === 0) return null;
	return (
		<dl class="frames-counts" aria-label={words.counters}>
			{some.map((medium) => (
				<div key={medium}>
					<dt>{words.media[medium]}</dt>
					<dd>{counts![medium]}</dd>
				</div>
			))}
		</dl>
	);
}

function Save({ asked, selected, words }: { readonly asked: Asked; readonly selected: number | undefined; readonly words: FramesWords }) {
	const [withKeys, setWithKeys] = useState(false);
	const href = (query: URLSearchParams) => {
		if (withKeys) query.set('keys', '1');
		return `/api/frames.pcapng?${query}`;
	};
	return (
		<span class="frames-save">
			<label>
				<input type="checkbox" checked={withKeys} onChange={(event) => setWithKeys(event.currentTarget.checked)} /> {words.withKeys}
			</label>
			<a class="button" href={href(queryOf(asked))} download="frames.pcapng">
				{words.save}
			</a>
			{selected !== undefined && (
				<a class="button" href={href(new URLSearchParams({ ids: String(selected) }))} download={`frame-${selected}.pcapng`}>
					{words.saveChosen}
				</a>
			)}
		</span>
	);
}

function Chosen({ page, id, words }: { readonly page: Page; readonly id: number | undefined; readonly words: FramesWords }) {
	const [detail, setDetail] = useState<Detail>();
	const [failed, setFailed] = useState(false);
	useEffect(() => {
		if (id === undefined) return;
		let isWanted = true;
		page.ask.get<Detail>(`/api/frames/${id}`).then(
			(got) => {
				if (!isWanted) return;
				setDetail(got);
				setFailed(false);
			},
			() => isWanted && setFailed(true),
		);
		return () => {
			isWanted = false;
		};
	}, [id]);
	if (failed) return <p class="note warn">{words.gone}</p>;
	if (id === undefined || detail === undefined) return <p class="frames-choose muted">{words.choose}</p>;
	return <FrameDetail key={detail.row.id} detail={detail} words={words} />;
}
