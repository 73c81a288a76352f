/** The units below the metering unit, each drawn from 0,0 in its place; and what is seen of the base where none is. */
import type { FaceState } from '../../face/face-state.js';
import type { Box } from './face-places.js';
import type { FaceWords } from './face-words.js';

const WIDTH = 180;
const HEIGHT = 152;

/** An empty place: its frame, and the contacts that a unit would cover. */
export function Socket({ box: { x, y, width, height }, label }: { readonly box: Box; readonly label: string }) {
	const contacts = Array.from({ length: 8 }, (_, i) => `M${width / 2 - 66 + i * 17} ${height / 2 + 8}h10v26h-10z`).join('');
	return (
		<g class="socket" transform={`translate(${x} ${y})`}>
			<rect class="well" width={width} height={height} rx="12" />
			<path class="contacts" d={contacts} />
			<text class="label mid" x={width / 2} y={height / 2 - 10}>
				{label}
			</text>
		</g>
	);
}

interface BodyProps {
	readonly state: FaceState;
	readonly words: FaceWords;
}

export function CommunicationBody({ state, isJoined, words }: BodyProps & { readonly isJoined: boolean }) {
	const { code, serial, state: condition } = state.units.communication;
	const [medium = '', routeB = ''] = (code ?? '').split('-');
	const isOn = state.power && condition === 'working';
	const mediumNames: Readonly<Record<string, string>> = { rf: '920 MHz', plc: 'PLC', cellular: 'LTE' };
	return (
		<>
			<rect class="body" width={WIDTH} height={HEIGHT} rx="12" />
			<rect class="gloss" x="3" y="3" width={WIDTH - 6} height="30" rx="10" />
			<text class="print strong" x="14" y="24">
				{words.printed.communication}
			</text>
			<g transform="translate(14 38)">
				<MediumGlyph medium={medium} />
				<text class="print" x="52" y="16">
					{mediumNames[medium] ?? medium}
				</text>
				<text class="print faint" x="52" y="30">
					{code}
				</text>
			</g>
			<Led x={22} y={98} name="POWER" isOn={isOn} isWaiting={state.power && condition === 'greeting'} />
			<Led x={78} y={98} name="A" isOn={isOn} />
			{routeB.startsWith('b') && <Led x={114} y={98} name="B" isOn={isOn && isJoined} isBlue />}
			<text class="print mono" x="14" y="138">
				{serial}
			</text>
			<State x={WIDTH - 14} y={138} condition={condition} failing={state.failing.communication} words={words} />
		</>
	);
}

export function OptionBody({ state, words }: BodyProps) {
	const { code, serial, state: condition } = state.units.option;
	const isSwitch = code?.startsWith('switch') ?? false;
	const rating = code?.split('-').at(-1);
	return (
		<>
			<rect class="body" width={WIDTH} height={HEIGHT} rx="12" />
			<rect class="gloss" x="3" y="3" width={WIDTH - 6} height="30" rx="10" />
			{isSwitch ? (
				<Switch state={state} rating={rating} words={words} />
			) : (
				<Voltmeter state={state} isOn={state.power && condition === 'working'} words={words} />
			)}
			<text class="print mono" x="14" y="138">
				{serial}
			</text>
			{!isSwitch && <State x={WIDTH - 14} y={138} condition={condition} failing={state.failing.option} words={words} />}
			{isSwitch && <State x={14} y={122} condition={condition} failing={state.failing.option ?? state.contactFailing} words={words} isLeft />}
		</>
	);
}

function Switch({ state, rating, words }: BodyProps & { readonly rating: string | undefined }) {
	const { switching, contact } = state;
	const isClosed = contact === 'closed';
	const isTripped = !isClosed && switching !== null && (switching.locked || switching.controlState === 2);
	const lever = isClosed ? 0 : isTripped ? 24 : 46;
	const heat = Math.min(1, switching?.heat ?? 0);
	return (
		<>
			<text class="print strong" x="14" y="24">
				{words.printed.option}
			</text>
			<text class="rating" x="14" y="60">
				{switching?.contract ?? rating}
				<tspan class="print" dx="3">
					A
				</tspan>
			</text>
			<text class="print faint" x="14" y="78">
				{words.heat}
			</text>
			<rect class="heat-frame" x="14" y="83" width="62" height="8" rx="4" />
			<rect class={`heat ${heat > 0.7 ? 'hot' : ''}`} x="15" y="84" width={60 * heat} height="6" rx="3" />
			<rect class="lever-well" x="100" y="34" width="52" height="88" rx="7" />
			<text class="lever-word on mid" x="126" y="47">
				{words.on}
			</text>
			<text class="lever-word off mid" x="126" y="117">
				{isTripped ? words.trip : words.off}
			</text>
			<g class="lever" transform={`translate(0 ${lever})`}>
				<rect x="104" y="51" width="44" height="22" rx="5" fill="url(#face-lever)" />
				<path class="lever-ribs" d="M110 58h32M110 62h32M110 66h32" />
			</g>
			<rect class={`window ${isClosed ? 'closed' : 'opened'}`} x="158" y="66" width="13" height="24" rx="3" />
			{switching?.locked && (
				<text class="print bad mid" x="126" y="136">
					{words.locked}
				</text>
			)}
		</>
	);
}

function Voltmeter({ state, isOn, words }: BodyProps & { readonly isOn: boolean }) {
	const names = state.phases === '3p3w' ? ['R-S', 'T-S'] : ['R-N', 'T-N'];
	return (
		<>
			<text class="print strong" x="14" y="24">
				{words.printed.option}
			</text>
			<path class="wave" d="M14 60c10-28 20-28 30 0s20 28 30 0 20-28 30 0 20 28 30 0 20-28 30 0" />
			<rect class="bezel" x="14" y="88" width="152" height="32" rx="5" />
			{names.map((name, i) => (
				<text key={name} class={`volts ${isOn ? 'lit' : 'unlit'}`} x={22 + i * 74} y="109">
					{name} {isOn && state.voltages[i] !== undefined ? state.voltages[i]!.toFixed(1) : '---'}
				</text>
			))}
		</>
	);
}

const COVER_WIDTH = 372;
const COVER_HEIGHT = 174;

export function CoverBody({ state, code, words }: BodyProps & { readonly code: string }) {
	const isRain = code === 'rain';
	const { seal } = state;
	return (
		<>
			<rect class="lid" width={COVER_WIDTH} height={COVER_HEIGHT} rx="12" />
			{isRain && (
				<path
					class="visor"
					d={`M-8 12a12 12 0 0 1 12-12h${COVER_WIDTH - 8}a12 12 0 0 1 12 12l4 20h-${COVER_WIDTH + 24}z`}
					transform="translate(0 -2)"
				/>
			)}
			<rect class="lid-panel" x="16" y="42" width={COVER_WIDTH - 32} height={COVER_HEIGHT - 62} rx="8" />
			<text class="emboss mid" x={COVER_WIDTH / 2} y="88">
				{words.printed.cover}
			</text>
			<text class="print mid faint" x={COVER_WIDTH / 2} y="108">
				{words.source} 1S 2S 3S · 3L 2L 1L {words.load}
			</text>
			{isRain && <path class="glyph" d="M40 70c5 7 8 11 8 15a8 8 0 0 1-16 0c0-4 3-8 8-15z" />}
			<Screw x={26} y={COVER_HEIGHT - 14} />
			<Screw x={COVER_WIDTH - 26} y={COVER_HEIGHT - 14} />
			<g transform={`translate(${COVER_WIDTH - 64} 118)`} class={`seal ${seal}`}>
				<path class="wire" d={seal === 'broken' ? 'M0 30c2-12 6-18 10-20M34 30c-1-7-3-10-5-13' : 'M0 30c2-16 10-24 17-24s15 8 17 24'} />
				<circle class="lead" cx="17" cy="8" r="11" />
				<path class="lead-mark" d={seal === 'broken' ? 'M10 2l6 6-4 3 7 6' : 'M12 8l4 4 7-8'} />
				<text class="print mid" x="17" y="-8">
					{words.seal[seal]}
				</text>
			</g>
		</>
	);
}

/** Under the cover. */
export function Terminals({
	box: { x, y, width, height },
	phases,
	words,
}: {
	readonly box: Box;
	readonly phases: FaceState['phases'];
	readonly words: FaceWords;
}) {
	const names = phases === '1p2w' ? ['1S', '2S', '2L', '1L'] : ['1S', '2S', '3S', '3L', '2L', '1L'];
	const step = (width - 48) / names.length;
	return (
		<g class="terminals" transform={`translate(${x} ${y})`}>
			<rect class="well" width={width} height={height} rx="12" />
			<text class="label mid" x={width * 0.27} y="22">
				{words.source}
			</text>
			<text class="label mid" x={width * 0.73} y="22">
				{words.load}
			</text>
			{names.map((name, i) => {
				const at = 24 + step * (i + 0.5);
				return (
					<g key={name}>
						<rect class="block" x={at - step / 2 + 3} y="32" width={step - 6} height="126" rx="5" />
						<Screw x={at} y={62} />
						<Screw x={at} y={98} />
						<text class="label mid" x={at} y="130">
							{name}
						</text>
						<rect class="mouth" x={at - 9} y="138" width="18" height="20" rx="3" />
					</g>
				);
			})}
		</g>
	);
}

function Screw({ x, y }: { readonly x: number; readonly y: number }) {
	return (
		<g class="screw">
			<circle cx={x} cy={y} r="9" fill="url(#face-metal)" />
			<path d={`M${x - 5} ${y - 3}l10 6M${x + 3} ${y - 5}l-6 10`} />
		</g>
	);
}

interface LedProps {
	readonly x: number;
	readonly y: number;
	readonly name: string;
	readonly isOn: boolean;
	readonly isWaiting?: boolean;
	readonly isBlue?: boolean;
}

function Led({ x, y, name, isOn, isWaiting = false, isBlue = false }: LedProps) {
	return (
		<>
			<circle class={`led ${isOn ? 'on' : ''} ${isWaiting ? 'waiting' : ''} ${isBlue ? 'blue' : ''}`} cx={x} cy={y} r="4.5" />
			<text class="print" x={x + 9} y={y + 4}>
				{name}
			</text>
		</>
	);
}

interface StateProps {
	readonly x: number;
	readonly y: number;
	readonly condition: FaceState['units']['option']['state'];
	readonly failing: string | null;
	readonly words: FaceWords;
	readonly isLeft?: boolean;
}

/** Only where something is to be said. */
function State({ x, y, condition, failing, words, isLeft = false }: StateProps) {
	if (condition === 'working' && failing === null) return null;
	return (
		<text class={`print strong ${isLeft ? '' : 'end'} ${condition === 'greeting' ? 'warn' : 'bad'}`} x={x} y={y}>
			{condition === 'greeting' ? `… ${words.states.greeting}` : condition === 'isolated' ? `✕ ${words.states.isolated}` : `! ${failing}`}
		</text>
	);
}

function MediumGlyph({ medium }: { readonly medium: string }) {
	if (medium === 'plc') return <path class="glyph" d="M0 20h8l4-14 6 26 6-26 4 14h14" />;
	if (medium === 'cellular') return <path class="glyph bars-up" d="M2 34v-6M11 34V22M20 34V14M29 34V6" />;
	return (
		<path
			class="glyph"
			d="M20 36V18M20 14a4 4 0 1 1 .1 0M11 23a12 12 0 0 1 0-18M29 23a12 12 0 0 0 0-18M5 29a20 20 0 0 1 0-30M35 29a20 20 0 0 0 0-30"
			transform="translate(0 2)"
		/>
	);
}
