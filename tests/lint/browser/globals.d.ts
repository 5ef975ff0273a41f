/** A public key of minisign. */
interface PublicKey { id: string, bytes: Uint8Array }

/** An announcement of a next key, from keys.txt. */
interface KeyChange { site: string, from: string, key: PublicKey, next: PublicKey }

/** What pages have besides the scripts of static/. */
interface Window {
	/** The day of the registry, from as-of.js; not there in a copy that lost it. */
	fudaAsOf?: string;
	/** What pages say as they age, by language, at the beginning of site.js. */
	fudaWords?: Record<string, Record<string, string>>;
	/** Keeps what is put into a page honest as it ages: site.js. */
	fudaRefresh?: () => void;
	/** What the files of a lite mirror call: lite.js. */
	fudaDirectory?: (rows: [string, string][]) => void;
	fudaPages?: (first: string, data: Record<string, string>) => void;
	/** Of verify.js, what the check of proofs shares with that of copies. */
	fudaVerify?: {
		decode(text: string, n: number): Uint8Array | null,
		parseKey(text: string): PublicKey | null,
		parseKeys(text: string): Promise<KeyChange[] | null>,
		follow(changes: KeyChange[], key: PublicKey): { key: PublicKey, from?: string }[],
		before(changes: KeyChange[], key: PublicKey): { key: PublicKey, until: string }[],
		judge(key: PublicKey, signature: Uint8Array, bytes: Uint8Array): Promise<'good' | 'bad' | 'unchecked'>,
	};
}
