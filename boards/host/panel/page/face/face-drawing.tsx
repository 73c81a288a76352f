/** The face as a drawing: a base with four places, and the units in them. A face of our own; it is no maker's. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { Place } from '../../../../../src/meter/backplane/messages.js';
import type { FaceState } from '../../face/face-state.js';
import type { Screen } from './display.js';
import { isDark } from './display.js';
import { FaceDefs } from './face-defs.js';
import { FACE, PLACE_BOXES } from './face-places.js';
import type { FaceWords } from './face-words.js';
import { Lcd } from './lcd.js';
import { CommunicationBody, CoverBody, OptionBody, Socket, Terminals } from './unit-bodies.js';

export interface FaceDrawingProps {
	readonly state: FaceState;
	readonly screen: Screen | undefined;
	readonly isFlashing: boolean;
	readonly words: FaceWords;
}

export function FaceDrawing({ state, screen, isFlashing, words }: FaceDrawingProps) {
	const { units } = state;
	const isJoined = state.session?.peer != null || state.hems?.verdict === 'active';
	return (
		<svg class="face" viewBox={`0 0 ${FACE.width} ${FACE.height}`} role="img" aria-label={words.face(state.serial)}>
			<FaceDefs />
			<Cables phases={state.phases} isLive={state.supply && Math.abs(state.watts ?? 0) > 0} isOut={(state.watts ?? 0) < 0} />
			<path class="ear" d="M190 40 V24 a30 22 0 0 1 60 0 V40 Z" />
			<circle class="hole" cx="220" cy="22" r="6" />
			<rect class="base" x="16" y="34" width="408" height="606" rx="24" />
			<rect class="base-rim" x="22" y="40" width="396" height="594" rx="19" />
			<Slot place="metering" code={units.metering.code} words={words}>
				<MeteringBody state={state} screen={screen} isFlashing={isFlashing} isJoined={isJoined} words={words} />
			</Slot>
			<Slot place="communication" code={units.communication.code} words={words}>
				<CommunicationBody state={state} isJoined={isJoined} words={words} />
			</Slot>
			<Slot place="option" code={units.option.code} words={words}>
				<OptionBody state={state} words={words} />
			</Slot>
			<Terminals box={PLACE_BOXES.cover} phases={state.phases} words={words} />
			<Unit place="cover" code={units.cover.code}>
				{(code) => <CoverBody state={state} code={code} words={words} />}
			</Unit>
		</svg>
	);
}

/** A place with its contacts, and the unit that covers them. */
function Slot(props: { readonly place: Place; readonly code: string | null; readonly words: FaceWords; readonly children: ComponentChildren }) {
	const { place, code, words, children } = props;
	return (
		<>
			<Socket box={PLACE_BOXES[place]} label={words.printed[place]} />
			<Unit place={place} code={code}>
				{() => children}
			</Unit>
		</>
	);
}

/** In its place, or on its way out of it: what was pulled is still seen while it goes. */
function Unit({
	place,
	code,
	children,
}: {
	readonly place: Place;
	readonly code: string | null;
	readonly children: (code: string) => ComponentChildren;
}) {
	const last = useRef<ComponentChildren>(null);
	if (code !== null) last.current = children(code);
	const { x, y } = PLACE_BOXES[place];
	return (
		<g transform={`translate(${x} ${y})`}>
			<g class={`unit ${place} ${code === null ? 'out' : 'in'}`}>{last.current}</g>
		</g>
	);
}

interface MeteringBodyProps extends FaceDrawingProps {
	readonly isJoined: boolean;
}

function MeteringBody({ state, screen, isFlashing, isJoined, words }: MeteringBodyProps) {
	const { width, height } = PLACE_BOXES.metering;
	const { code, serial } = state.units.metering;
	const [phases = '', rating = '', way = ''] = (code ?? '').split('-');
	const wires: Readonly<Record<string, string>> = { '1p2w': '1φ2W 100V', '1p3w': '1φ3W 100/200V', '3p3w': '3φ3W 200V' };
	return (
		<>
			<rect class="body" width={width} height={height} rx="12" />
			<rect class="gloss" x="3" y="3" width={width - 6} height="40" rx="10" />
			<Grip x={3} height={height} />
			<Grip x={width - 13} height={height} />
			<text class="brand" x="30" y="30">
				KEIKI
			</text>
			<text class="print" x="104" y="29">
				{words.emulated}
			</text>
			<text class="print end" x={width - 30} y="22">
				{wires[phases] ?? phases} {rating}A
			</text>
			<text class="print end faint" x={width - 30} y="34">
				{words.ways[way as '1way' | '2way'] ?? way} 50/60Hz
			</text>
			<rect class="bezel" x="24" y="42" width="324" height="104" rx="8" />
			<g transform="translate(30 48)">
				<Lcd state={state} screen={screen} isJoined={isJoined} words={words} />
			</g>
			<path class="shine" d="M30 53a5 5 0 0 1 5-5h150l-60 92h-90a5 5 0 0 1-5-5z" />
			<circle class="lamp-ring" cx="44" cy="176" r="8" />
			<circle class={`lamp ${isFlashing && !isDark(state) ? 'flash' : ''}`} cx="44" cy="176" r="5" />
			<text class="print" x="60" y="174">
				{words.pulses}
			</text>
			<Barcode serial={serial ?? ''} x={60} y={180} />
			<text class="print mono" x="60" y="207">
				{serial}
			</text>
			<g transform="translate(186 160)">
				<rect class="plate" width="92" height="46" rx="4" />
				<text class="print mid strong" x="46" y="19">
					No. {state.serial.slice(-7)}
				</text>
				<text class="print mid" x="46" y="36">
					{words.certified((state.certified?.until ?? '----------').slice(0, 7).replace('-', '.'))}
				</text>
			</g>
			<circle class="button-ring" cx="314" cy="184" r="18" />
			<circle class="push" cx="314" cy="184" r="13" />
			<path class="glyph on-push" d="M308 180h9l-3-3m3 3l-3 3M320 188h-9l3-3m-3 3l3 3" />
		</>
	);
}

/** Ribs for the fingers that pull. */
function Grip({ x, height }: { readonly x: number; readonly height: number }) {
	const lines = Array.from({ length: 9 }, (_, i) => `M${x} ${height / 2 - 36 + i * 9}h10`).join('');
	return <path class="grip" d={lines} />;
}

/** Bars of the serial number: not a code that a scanner reads. */
function Barcode({ serial, x, y }: { readonly serial: string; readonly x: number; readonly y: number }) {
	let at = 0;
	let bars = '';
	for (const character of serial) {
		for (let bit = 0; bit < 5; bit++) {
			const wide = (character.charCodeAt(0) >> bit) & 1;
			bars += `M${at} 0h${wide + 0.8}v14h-${wide + 0.8}z`;
			at += wide + 2;
		}
	}
	return <path class="bars" transform={`translate(${x} ${y})`} d={bars} />;
}

const WIRE_CLASSES: Readonly<Record<FaceState['phases'], readonly string[]>> = Object.freeze({
	'1p2w': ['black', 'white', 'black', 'white'],
	'1p3w': ['red', 'white', 'black', 'black', 'white', 'red'],
	'3p3w': ['red', 'white', 'blue', 'blue', 'white', 'red'],
});

/** From below into the terminals: the grid's at the left, the house's at the right. */
function Cables({ phases, isLive, isOut }: { readonly phases: FaceState['phases']; readonly isLive: boolean; readonly isOut: boolean }) {
	const wires = WIRE_CLASSES[phases];
	const step = 324 / wires.length;
	return (
		<g class="cables">
			{wires.map((wire, i) => {
				const x = 58 + step * (i + 0.5);
				const isSource = i < wires.length / 2;
				return (
					<g key={i}>
						<path class={`cable ${wire}`} d={`M${x} 600V${FACE.height}`} />
						{isLive && <path class={`flow ${isSource === isOut ? 'down' : 'up'}`} d={`M${x} 640V${FACE.height}`} />}
					</g>
				);
			})}
		</g>
	);
}
