/** The power of the last minutes, short. */
import { PowerCurve } from '../curves/power-curve.js';
import type { ViewProps } from '../page.js';
import { hashOf } from '../place.js';
import { CURVES_WORDS } from './curves-words.js';

export default function BesideCurves({ page }: ViewProps) {
	return (
		<section class="card" aria-labelledby="beside-curves-title">
			<h2 id="beside-curves-title">
				<a href={hashOf('curves', page.meter === 'meter' ? {} : { meter: page.meter })}>{CURVES_WORDS[page.language].power}</a>
			</h2>
			<PowerCurve page={page} isCompact />
		</section>
	);
}
