/** What pages have besides the scripts of static/. */
interface Window {
	/** The day of the registry, from as-of.js; not there in a copy that lost it. */
	fudaAsOf?: string;
	/** Keeps what is put into a page honest as it ages: site.js. */
	fudaRefresh?: () => void;
}
