/** The words of `keiki fleet` in Japanese. */
import type { FLEET } from './fleet/program.js';
import type { CommandJa, Japanese } from './help-kinds.js';

const OPTIONS_JA: Japanese<typeof FLEET> = Object.freeze({
	'--meters <number>': ['メーターの数、1〜1000000'],
	'--seed <number>': ['鍵、世帯、すべての偶然を決める数'],
	'--concentrators <number>': ['その手前のコンセントレーターの数、1〜5000', '500メーターごとに1台'],
	'--first <place>': ['最初のコンセントレーターのADDRESS:PORT(TCPとUDP)。次からは1つずつ上のポート'],
	'--anyip <prefix>': ['メーターごとのアドレスも使う(TCP): システムにローカル経路のあるPREFIX/BITS。,PORTを続けられます'],
	'--list <file>': ['全メーターの場所と鍵をこのファイルに書く。keiki hes --metersで使えます'],
	'--master <file>': ['全メーターの鍵を、このファイルの鍵(16進数32桁以上)から作る', 'シードから'],
	'--broadcast': ['クライアント102が共通の同報鍵で全台に送るメッセージも受けます'],
	'--push <place>': ['30分ごとのプッシュの宛先ADDRESS:PORT、またはoff'],
	'--push-by <way>': ['データグラムで、またはコンセントレーターごとに1本の接続で'],
	'--spread <time>': ['30分値のプッシュを、その後この時間内に散らす、0s〜30min'],
	'--rate <number>': ['プッシュのデータグラムの1秒あたりの上限、1〜1000000'],
	'--start <time>': ['始まりの時刻: 2026-11-22T09:30', '現在'],
	'--speed <factor>': ['時間の速さ、0.01〜100000、またはmax'],
	'--scenario <file>': ['メーターにいつ何が起こるか'],
	'--state <directory>': ['メーターの状態をそこに残し、続きから始めます: 指示数、カウンター、鍵、クライアントが設定したもの'],
	'--connections <number>': ['クライアントの同時接続数、1〜15000'],
	'--associations <number>': ['同時に通信できるメーターの数、1〜100000'],
	'--idle <time>': ['クライアントがこの時間黙っているとアソシエーションを終える、1s〜1h'],
	'--json': ['JSONで'],
});

export const FLEET_HELP_JA: Readonly<Record<string, CommandJa>> = Object.freeze({
	fleet: {
		does: '1プロセスで最大100万台のメーター。それぞれに鍵、世帯、45日分の値、Aルートがあり、コンセントレーターの先で30分ごとにプッシュします',
		options: OPTIONS_JA,
	},
});
