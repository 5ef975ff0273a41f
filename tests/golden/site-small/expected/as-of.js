window.fudaAsOf = "2026-11-22";
