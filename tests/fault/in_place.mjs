#!/usr/bin/env node
// A site changed in place, disturbed at every call.
import { playTransition } from './transition.mjs';

playTransition([]);
