/** How many capture files are made at a time, and how much work the search for one may be. */
import { Frames } from '../../../../../boards/host/panel/frames/frame-routes.js';
import type { PanelSite } from '../../../../../boards/host/panel/site.js';
import type { Route } from '../../../../../boards/host/web/app.js';
import { equal } from '../../../../assert.js';
import { StillRig } from '../still-rig.js';

const PATH = '/api/frames.pcapng';
const ALL = 'medium=air';
const FRAMES = 3;
/** As in docs/api.md. */
const MOST_WAITING = 16;
const PSDU = Uint8Array.of(0x02, 0x00, 1);

/** Some frames on the air, and a clock that somebody else turns. */
class CaptureRig extends StillRig {
	readonly ready = { dongles: [], meters: [] } as unknown as PanelSite['ready'];
	readonly routes: readonly Route[];
	/** ms. */
	time = 0;
	/** ms that pass between two looks at the clock. */
	pace = 0;

	constructor() {
		super((rig) => (rig as CaptureRig).routes);
		const now = () => {
			this.time += this.pace;
			return this.time;
		};
		this.routes = new Frames(this as unknown as PanelSite, now).routes;
		const radio = this.world.simulator.air.createRadio('other');
		radio.listen(33);
		for (let i = 0; i < FRAMES; i++) {
			radio.transmit(PSDU, false, () => {});
			this.run(100);
		}
	}

	async status(query: string): Promise<number> {
		return (await this.get(`${PATH}?${query}`)).status;
	}
}

describe('captures of frames', () => {
	it('wait for each other, sixteen at most', async () => {
		const rig = new CaptureRig();
		const asked = Array.from({ length: MOST_WAITING + 1 }, () => rig.get(PATH));
		const replies = await Promise.all(asked);
		equal(replies.map(({ status }) => status).join(), `${Array(MOST_WAITING).fill(200).join()},429`);
		equal((replies.at(-1)!.body as { readonly error: string }).error, '16 captures are being made: try again when one is done');
		equal(await rig.status(''), 200);
	});

	it('end where a search has worked for more than ten seconds', async () => {
		const rig = new CaptureRig();
		rig.pace = 10_000 / FRAMES;
		equal(await rig.status(ALL), 200);
		rig.pace++;
		const { status, body } = await rig.get(`${PATH}?${ALL}`, 'ja');
		equal(status, 413);
		equal((body as { readonly error: string }).error, '検索に時間がかかりすぎました。idsか、範囲の狭い条件を指定してください');
		equal(await rig.status(''), 200, 'without a filter there is no search');
		equal(await rig.status('ids=1,2,3'), 200);
	});

	it('count no time in which others have their turns', async () => {
		const rig = new CaptureRig();
		rig.pace = 10;
		let turns = 0;
		let isOver = false;
		const others = () => {
			turns++;
			rig.time += 60_000;
			if (!isOver) setImmediate(others);
		};
		setImmediate(others);
		try {
			equal(await rig.status(ALL), 200);
		} finally {
			isOver = true;
		}
		equal(turns >= FRAMES, true);
	});
});
