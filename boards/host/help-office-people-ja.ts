/** The words of `keiki office staff|proposal|audit|consent|person|erase|retain` in Japanese. */
import type { CommandJa, Japanese } from './help-kinds.js';
import type { AUDIT_SHOW, AUDIT_VERIFY, CONSENT_GIVE, RETAIN, STAFF_ADD, STAFF_PASSWORD } from './office/people/program.js';

const staffAdd: Japanese<typeof STAFF_ADD> = {
	'--shown <name>': ['人が読む名前', '名前と同じ'],
	'--role <role>': ['してよいこと: designer 設計、clerk Bルート担当、worker 作業、auditor 監査、administrator 管理'],
};
const staffPassword: Japanese<typeof STAFF_PASSWORD> = {
	'--password-file <file>': ['パスワード。ファイルの1行目から読みます', '尋ねます。画面には出ません'],
};
const auditShow: Japanese<typeof AUDIT_SHOW> = {
	'--subject <code>': ['契約、作業票、申し込み、案件についての記録'],
	'--by <name>': ['職員の1人、契約コードのお客様、systemの記録'],
	'--act <act>': ['password.rewriteなど、1つの行為の記録'],
	'--last <number>': ['最新からの件数'],
};
const auditVerify: Japanese<typeof AUDIT_VERIFY> = {
	'--anchor <head>': ['通知書、作業票、中継サーバーにあった先端: SEQ-HASH、64桁だけ、または1行に1つ書いたファイル。繰り返せます'],
};
const consentGive: Japanese<typeof CONSENT_GIVE> = {
	'--to <name>': ['提供先'],
	'--what <kinds>': ['どのデータか、コンマ区切り: readings,events,controls,status'],
	'--from <time>': ['ISO 8601形式、オフセットがなければ日本時間', '今から'],
	'--until <time>': ['ISO 8601形式。その時刻は含みません'],
};
const retain: Japanese<typeof RETAIN> = { '--do': ['示すだけでなく、実際に消します'] };

/** @param office the options of all commands of the office */
export function peopleHelpJa(office: NonNullable<CommandJa['options']>): Readonly<Record<string, CommandJa>> {
	const contract = ['契約コード'];
	const named = ['職員の名前'];
	const plain = (does: string, args: readonly string[] = []): CommandJa => ({ does, args, options: office });
	return {
		'office staff': { does: '事務所の職員と、その権限' },
		'office staff add': {
			does: '職員を追加します',
			args: ['名前: 英小文字と数字、先頭は英字'],
			options: { ...office, ...staffAdd },
		},
		'office staff list': plain('職員の一覧'),
		'office staff roles': plain('権限を変えます', [...named, '今後のすべての役割']),
		'office staff password': { does: 'サインインのパスワードを設定または変更します', args: named, options: { ...office, ...staffPassword } },
		'office staff passkeys': plain('端末を失くした職員のパスキーを削除します', named),
		'office staff disable': plain('今から何もできないようにします', named),
		'office staff enable': plain('再び働けるようにします', named),
		'office proposal': { does: '2人で行う作業: 1人が提案し、別の1人が承認します' },
		'office proposal list': plain('提案の一覧、新しい順'),
		'office proposal approve': plain('2人目として承認します', ['提案の番号']),
		'office proposal refuse': plain('行わないことにします', ['提案の番号']),
		'office audit': { does: '事務所で行われたこと、拒否されたことのすべての監査ログ' },
		'office audit show': { does: '監査ログの記録', options: { ...office, ...auditShow } },
		'office audit verify': { does: '監査ログが完全か、そうでなければどこがおかしいか', options: { ...office, ...auditVerify } },
		'office audit head': plain('監査ログの先端。アンカーとして別の場所に保管します'),
		'office consent': { does: '契約のデータを誰に提供してよいか、お客様の意思' },
		'office consent give': { does: 'お客様の同意を記録します', args: contract, options: { ...office, ...consentGive } },
		'office consent list': plain('同意の一覧', contract),
		'office consent withdraw': plain('お客様が今後は同意しないことを記録します', [...contract, '同意の番号']),
		'office person': plain('契約について持っているすべてを、全部の表から表示します', contract),
		'office erase': plain('転出したお客様の情報を消去し、何がなぜ残るかを示します', contract),
		'office retain': { does: '保存期間を過ぎたものを示し、消します', options: { ...office, ...retain } },
	};
}
