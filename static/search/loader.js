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

	/**
	 * Loads a file once; one that could not be loaded is tried again when it is next asked for.
	 * @template T
	 * @param {string} name @param {(data: any) => T} parse
	 * @returns {Promise<T>}
	 */
	load(name, parse) {
		const known = this.files.get(name);

		if (known)
			return known;

		const file = this.read(`search/${name}.js`, name).then(parse);

		this.files.set(name, file);
		file.catch(() => { this.files.delete(name); });
		return file;
	}

	/**
	 * @param {string} path @param {string} name
	 * @returns {Promise<any>}
	 */
	read(path, name) {
		return new Promise((resolve, reject) => {
			const fail = () => {
				waitingFiles.delete(name);
				reject(new LoadError(`${path} cannot be loaded`));
			};

			waitingFiles.set(name, (data) => {
				waitingFiles.delete(name);
				resolve(data);
			});
			/* What came but did not call is no file of the index. */
			this.insert(this.root + path, fail, fail);
		});
	}
}
