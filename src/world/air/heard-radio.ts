import type { ReceivedFrame } from '../../../hal/ports/radio.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';

/** A radio that remembers how strong the last frame was. */
export class HeardRadio extends WrappedRadio {
	/** dBm; undefined before the first. */
	signal: number | undefined;

	override get onReceive(): (frame: ReceivedFrame) => void {
		return this.inner.onReceive;
	}

	override set onReceive(handler: (frame: ReceivedFrame) => void) {
		this.inner.onReceive = (frame) => {
			this.signal = frame.rssi;
			handler(frame);
		};
	}
}
