'use strict';

/*
 * Loads files of the index. They are scripts that call fudaSearch(name, data), put into the page one
 * by one, since that is what works from a disk as well.
 */

/** A file that cannot be had: offline, replaced by another night's, or of another format. */
class LoadError extends Error {}

/** @type {Map<string, (data: any) => void>} */
const waitingFiles = new Map();

/**
 * What every file of the index calls.
 * @param {string} name @param {any} data
 */
function fudaSearch(name, data) {
	waitingFiles.get(name)?.(data);
}

class Loader {
	/** @param {string} root the site's root, as the page addresses it */
	constructor(root) {
		this.root = root;
		/** @type {Map<string, Promise<any>>} */
		this.files = new Map();
		/** @type {Map<string, Promise<void>>} */
		this.scripts = new Map();
		this.nasked = 0;
		/** @type {(() => void)[]} files that wait for their turn */
		this.waiting = [];
	}

	/**
	 * Puts a script into the page. Tests have another way.
	 * @param {string} address @param {() => void} failed @param {() => void} done
	 */
	insert(address, failed, done) {
		const script = document.createElement('script');
		const end = (/** @type {() => void} */ tell) => () => {
			script.remove();
			tell();
		};

		script.addEventListener('error', end(failed));
		script.addEventListener('load', end(done));
		script.src = address;
		document.head.append(script);
	}

	/* How long a file may take, and how long to wait before it is asked for a second time. */
	static get PATIENCE() { return 30000; }
	static get PAUSE() { return 250; }
	/* How many files are asked for at once: on a slow line the last of many would else run out of patience. */
	static get ATONCE() { return 64; }

	/**
	 * Loads a file once. One that could not be loaded, not at the second time either, is tried again
	 * when it is next asked for.
	 * @template T
	 * @param {string} name @param {(data: any) => T} parse
	 * @returns {Promise<T>}
	 */
	load(name, parse) {
		return this.files.get(name) ?? this.keep(name, this.readTwice(name).then(parse));
	}

	/**
	 * Keeps a file that is on its way.
	 * @template T
	 * @param {string} name @param {Promise<T>} file
	 */
	keep(name, file) {
		this.files.set(name, file);
		file.catch(() => {
			if (this.files.get(name) === file)
				this.files.delete(name);
		});
		return file;
	}

	/** @param {string} name */
	readTwice(name) { return Loader.twice(() => this.read(name, '')); }

	/**
	 * Does what may fail, where it did once more after a pause.
	 * @template T
	 * @param {() => Promise<T>} work
	 */
	static async twice(work) {
		try {
			return await work();
		} catch {
			await new Promise((resolve) => { setTimeout(resolve, Loader.PAUSE); });
		}
		return work();
	}

	/**
	 * Loads a script that is no file of the index, once.
	 * @param {string} address
	 * @returns {Promise<void>}
	 */
	loadScript(address) {
		const known = this.scripts.get(address);

		if (known)
			return known;

		const script = Loader.twice(() => this.insertScript(address));

		this.scripts.set(address, script);
		script.catch(() => { this.scripts.delete(address); });
		return script;
	}

	/**
	 * @param {string} address
	 * @returns {Promise<void>}
	 */
	insertScript(address) {
		return new Promise((resolve, reject) => {
			const fail = () => reject(new LoadError(`${address} cannot be loaded`));
			const timer = setTimeout(fail, Loader.PATIENCE);
			const end = (/** @type {() => void} */ tell) => () => {
				clearTimeout(timer);
				tell();
			};

			this.insert(address, end(fail), end(resolve));
		});
	}

	/** Reads the day of the registry anew, which pages state (window.fudaAsOf): whether that succeeded. */
	readDay() {
		return this.insertScript(`${this.root}as-of.js?${Date.now()}`).then(() => true, () => false);
	}

	/**
	 * Reads a file that may have another content by now.
	 * @param {string} name
	 */
	readAnew(name) { return this.read(name, `?${Date.now()}`); }

	/**
	 * @param {string} name @param {string} query
	 * @returns {Promise<any>}
	 */
	async read(name, query) {
		if (this.nasked >= Loader.ATONCE)
			await new Promise((/** @type {(value: void) => void} */ resolve) => { this.waiting.push(resolve); });
		this.nasked++;
		try {
			return await this.readAtOnce(name, query);
		} finally {
			this.nasked--;
			this.waiting.shift()?.();
		}
	}

	/**
	 * @param {string} name @param {string} query
	 * @returns {Promise<any>}
	 */
	readAtOnce(name, query) {
		const path = `search/${name}.js`;

		return new Promise((resolve, reject) => {
			let isThere = false;
			/** @param {any} data */
			const take = (data) => {
				isThere = true;
				forget();
				resolve(data);
			};
			const forget = () => {
				clearTimeout(timer);
				if (waitingFiles.get(name) === take)
					waitingFiles.delete(name);
			};
			/* What came but did not call is no file of the index; nor is what never comes. */
			const fail = () => {
				if (isThere)
					return;
				forget();
				reject(new LoadError(`${path} cannot be loaded`));
			};
			const timer = setTimeout(fail, Loader.PATIENCE);

			waitingFiles.set(name, take);
			this.insert(this.root + path + query, fail, fail);
		});
	}
}
