/** The glass of the metering unit, with digits of our own. */
import type { FaceState } from '../../face/face-state.js';
import { cellCount, directionOf, SCREENS, type Screen } from './display.js';
import type { FaceWords } from './face-words.js';
import { CELL, litSegments, SEGMENTS, segmentPoints } from './segments.js';

export interface LcdProps {
	readonly state: FaceState;
	/** Undefined: dark. */
	readonly screen: Screen | undefined;
	readonly isJoined: boolean;
	readonly words: FaceWords;
}

const WIDTH = 312;
const HEIGHT = 92;
/** Where the digits end, at the right. */
const DIGITS_END = 264;
const DIGITS_TOP = 12;
const LEGEND_Y = 81;
const LEGEND_LEFT = 9;
const LEGEND_WIDTH = 252;

/** At 0,0. */
export function Lcd({ state, screen, isJoined, words }: LcdProps) {
	const width = cellCount(state);
	const lit = (is: boolean) => (screen !== undefined && (is || screen.isTest) ? 'lit' : 'unlit');
	const direction = directionOf(state);
	const scale = Math.min(1, 6 / width);
	const left = DIGITS_END - width * CELL.pitch * scale;
	const top = DIGITS_TOP + (CELL.height * (1 - scale)) / 2;
	return (
		<g class={screen === undefined ? 'lcd dark' : 'lcd'}>
			<rect class="glass" width={WIDTH} height={HEIGHT} rx="5" />
			<g transform={`translate(${left + 6} ${top}) scale(${scale}) skewX(-5)`}>
				{Array.from({ length: width }, (_, i) => (
					<Digit key={i} at={i * CELL.pitch} cell={screen?.cells[i]} isLast={i === width - 1} />
				))}
			</g>
			<g transform="translate(16 14)">
				<path class={lit(direction === 'in')} d="M0 2h11v-4l9 8-9 8v-4H0z" transform="translate(0 2)" />
				<path class={lit(direction === 'out')} d="M20 2H9v-4L0 6l9 8v-4h11z" transform="translate(0 24)" />
			</g>
			<text class={`unit ${lit(screen?.unit === 'kWh')}`} x="272" y="52">
				kWh
			</text>
			<text class={`unit ${lit(screen?.unit === 'W')}`} x="272" y="33">
				W
			</text>
			{screen !== undefined && screen.factor !== 1 && (
				<text class="unit lit small" x="272" y="18">
					×{screen.factor}
				</text>
			)}
			<line class="rule" x1="10" x2={WIDTH - 10} y1="66" y2="66" />
			{SCREENS.map((name, i) => (
				<g key={name} transform={`translate(${legendAt(words, i)} 0)`}>
					<path class={lit(screen?.name === name)} d="M0 72l6 0-3 5z" transform="translate(0 1)" />
					<text class={`legend ${lit(screen?.name === name)}`} x="8" y={LEGEND_Y}>
						{words.legend[name]}
					</text>
				</g>
			))}
			<g transform="translate(264 69)">
				<path
					class={lit(isJoined)}
					d="M8 17v-7M5 17h6M8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4M3.4 12.2a6 6 0 0 1 0-8.4M12.6 12.2a6 6 0 0 0 0-8.4M.8 14.4a9.4 9.4 0 0 1 0-12.8M15.2 14.4a9.4 9.4 0 0 0 0-12.8"
					stroke-width="1.3"
					fill="none"
				/>
			</g>
			<g transform="translate(288 71)">
				<path class={lit(state.contact === 'closed')} d="M0 8h16" stroke-width="1.6" fill="none" />
				<path class={lit(true)} d="M0 8h3M13 8h3" stroke-width="1.6" fill="none" />
				<path class={lit(state.contact === 'open')} d="M3 8l9-6" stroke-width="1.6" fill="none" />
			</g>
		</g>
	);
}

const LEGEND_LETTER = 5.9;
const LEGEND_KANJI = 8.8;

/** One behind the other, as wide as their words. */
function legendAt({ legend }: FaceWords, index: number): number {
	const widths = SCREENS.map((name) => [...legend[name]].reduce((sum, letter) => sum + (letter < '\u0100' ? LEGEND_LETTER : LEGEND_KANJI), 0));
	const gap = (LEGEND_WIDTH - widths.reduce((sum, width) => sum + width, 0)) / SCREENS.length;
	return LEGEND_LEFT + widths.slice(0, index).reduce((sum, width) => sum + width + gap, 0);
}

function Digit({ at, cell, isLast }: { readonly at: number; readonly cell: Screen['cells'][number] | undefined; readonly isLast: boolean }) {
	const lit = litSegments(cell?.character ?? ' ');
	const { width, height, pitch } = CELL;
	const behind = (width + pitch) / 2;
	return (
		<g transform={`translate(${at} 0)`}>
			{SEGMENTS.map((segment) => (
				<polygon key={segment} class={lit.includes(segment) ? 'lit' : 'unlit'} points={segmentPoints(segment)} />
			))}
			{!isLast && (
				<>
					<circle class={cell?.point ? 'lit' : 'unlit'} cx={behind} cy={height - 2.5} r="2.6" />
					<circle class={cell?.colon ? 'lit' : 'unlit'} cx={behind} cy={height * 0.32} r="2.4" />
					<circle class={cell?.colon ? 'lit' : 'unlit'} cx={behind} cy={height * 0.68} r="2.4" />
				</>
			)}
		</g>
	);
}
