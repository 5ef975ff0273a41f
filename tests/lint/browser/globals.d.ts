/** A public key of minisign. */
interface PublicKey { id: string, bytes: Uint8Array }

/** An announcement of a next key, from keys.txt. */
interface KeyChange { site: string, from: string, key: PublicKey, next: PublicKey }

/** A key in a line of keys that follow one another, and from when; the first one has no day. */
interface KeyFrom { key: PublicKey, from?: string }

/** What is wrong in a copy: of which file, and a key or another file that it has to do with. */
interface CopyFinding { kind: string, path: string, other: string }

/**
 * What can be said of a copy. `isUnsigned`: a key is trusted and did not sign it. `line` leads from the trusted key
 * to the one that signed.
 */
interface CopyResult {
	findings: CopyFinding[], edition: CopyEdition | null, signature: 'good' | 'bad' | 'none' | 'unchecked',
	isUnsigned: boolean, isStopped: boolean, line: KeyFrom[], files: number,
}

/** Who watches a check. */
interface CopyWatch { progress(done: number, all: number): void, isStopped(): boolean, goesOn: boolean }

/** What a language says in pages as they age, and how it writes days: of each month the first one, then all others. */
interface AgedWords {
	locale?: string, dates?: string[],
	headline?: string, sentence?: string, row?: string, latest?: string,
	old_name?: string, old_before?: string, old_day?: string, old_days?: string,
}

/** What pages have besides the scripts of static/. */
interface Window {
	/** The day of the registry, from as-of.js; not there in a copy that lost it. */
	fudaAsOf?: string;
	/** What pages say as they age, by language, at the beginning of site.js. */
	fudaWords?: Record<string, AgedWords>;
	/** Keeps what is put into a page honest as it ages: site.js. */
	fudaRefresh?: () => void;
	/** A day as the language of the page writes it, the same as in its text: site.js. */
	fudaDay?: (iso: string) => string;
	/** What the files of a lite mirror call: lite.js. */
	fudaDirectory?: (rows: [string, string][]) => void;
	fudaPages?: (first: string, data: Record<string, string>) => void;
	/** What systems leave on a medium, at the beginning of verify.js: [pattern, head in hexadecimal digits, what must not occur]. */
	fudaLeftovers?: [string, string, string][];
	/** Of verify.js, the check of copies and what that of proofs shares with it. */
	fudaVerify?: {
		decode(text: string, n: number): Uint8Array | null,
		parseKey(text: string): PublicKey | null,
		parseKeys(text: string): Promise<KeyChange[] | null>,
		follow(changes: KeyChange[], key: PublicKey): KeyFrom[],
		before(changes: KeyChange[], key: PublicKey): { key: PublicKey, until: string }[],
		blake2b(bytes: Uint8Array): Uint8Array,
		chooseFiles(list: ArrayLike<File>): { files: Map<string, File>, folder: string, outside: number },
		check(files: Map<string, File>, key: PublicKey | null, watch: CopyWatch, known?: KeyChange[]): Promise<CopyResult>,
		judge(key: PublicKey, signature: Uint8Array, bytes: Uint8Array): Promise<'good' | 'bad' | 'unchecked'>,
	};
}
