'use strict';

/*
 * Loads the files of results in packs, for a list that needs most of them: loading takes its time by the
 * number of files.
 */
const Packs = (() => {
	/* How many packs are loaded at once: on a slow line the last of many would else run out of patience. */
	const ATONCE = 4;

	/**
	 * The names of all files of results.
	 * @param {SearchIndex} index @param {number} n
	 */
	async function namesOf({ directory, loader }, n) {
		const parts = directory.files ? [directory.files]
			: await Promise.all(directory.groupNames.map((name) => loader.load(name, Directory.parseFiles)));

		return parts.flatMap(({ names }) => names).slice(0, n).map((name) => `r${name}`);
	}

	/**
	 * What comes with a pack, by name: nothing, where it cannot be had.
	 * @param {Loader} loader @param {string} pack @param {string[]} names of the files in it
	 */
	async function load(loader, pack, names) {
		/** @type {Map<string, any>} */
		const come = new Map();

		names.forEach((name) => waitingFiles.set(name, (data) => come.set(name, data)));
		await Loader.twice(() => loader.insertScript(`${loader.root}search/p${pack}.js`)).catch(() => {});
		names.forEach((name) => waitingFiles.delete(name));
		return come;
	}

	/**
	 * Begins to load all results, and by itself what does not come with its pack, if a list of so many lines needs most of their files: as many as there are
	 * files lead to two in three of them.
	 * @param {SearchIndex} index that is open @param {number} nlines
	 */
	async function begin(index, nlines) {
		const { loader } = index, [list = '', nfiles = 0] = index.directory.packs ?? [];

		if (nlines < nfiles || !list)
			return;

		const [packs, names] = await Promise.all([loader.load(`k${list}`, Directory.parseFiles), namesOf(index, nfiles)]);
		/** @type {Promise<Map<string, any>>[]} */
		const loads = [];

		packs.names.forEach((pack, i) => {
			const some = names.slice(packs.ends[i - 1] ?? 0, packs.ends[i]).filter((name) => !loader.files.has(name));

			if (!some.length)
				return;

			const begun = (loads[loads.length - ATONCE] ?? Promise.resolve()).then(() => load(loader, pack, some));

			loads.push(begun);
			for (const name of some)
				loader.keep(name, begun.then((come) => come.get(name) ?? loader.readTwice(name)).then(Product.parseFile)).catch(() => {});
		});
	}

	return { begin };
})();
