/** `vector(1536)`, `extensions.vector(1536)`, `halfvec(3072)`, `VECTOR(1536, FLOAT32)`. */
export const COLUMN = /\b(?:half|sparse)?(?:vec|vector)\s*\(\s*(\d{2,5})\b[^)]*\)/gi;
