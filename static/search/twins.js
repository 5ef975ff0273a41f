'use strict';

/* Characters that are read for each other, in small letters. */

const TWINS = [['0', 'o', 'q', 'd'], ['1', 'i', 'l'], ['5', 's'], ['8', 'b'], ['2', 'z'], ['6', 'g'], ['u', 'v']];
