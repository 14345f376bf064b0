/*
 * The smallest files of their kinds, made here: what a server answers that has no model, and what a request sends that
 * only asks whether there is one.
 */

/** One grey pixel. */
export const TINY_PNG = bytesOf(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
);

/** A stream with its header and nothing in it. */
export const TINY_FLAC = bytesOf('ZkxhQ4AAACIQABAAAAAAAAAAA+gA8AAAAAAAAAAAAAAAAAAAAAAAAAAA');

/** Ogg with one packet of 20 ms of silence. */
export const TINY_OPUS = bytesOf(
  'T2dnUwACAAAAAAAAAAABAAAAAAAAAIRs2SQBE09wdXNIZWFkAQEAAIC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAVMVIwAEWT3B1c1RhZ3MGAAAAYmFuamlhAAAAAE9nZ1MABMADAAAAAAAAAQAAAAIAAAApk7DdAQP4//4=',
);

const SAMPLE_RATE = 16_000;

/** Silence as 16-bit samples, 16 kHz, one channel. */
export function silentPcm(milliseconds: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(2 * Math.round((SAMPLE_RATE * milliseconds) / 1000));
}

/** The same with the header of a WAV file. */
export function silentWav(milliseconds: number): Uint8Array<ArrayBuffer> {
  const samples = silentPcm(milliseconds);
  const wav = new Uint8Array(44 + samples.length);
  const view = new DataView(wav.buffer);
  write(wav, 0, 'RIFF');
  view.setUint32(4, 36 + samples.length, true);
  write(wav, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(wav, 36, 'data');
  view.setUint32(40, samples.length, true);
  wav.set(samples, 44);
  return wav;
}

/** Frames of MPEG-1 Layer III, 128 kbit/s, 44.1 kHz, whose side information is all zero: silence. */
export function silentMp3(frames: number): Uint8Array<ArrayBuffer> {
  const length = 417;
  const mp3 = new Uint8Array(frames * length);
  for (let frame = 0; frame < frames; frame += 1) mp3.set([0xff, 0xfb, 0x90, 0xc4], frame * length);
  return mp3;
}

function write(target: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) target[at + index] = text.charCodeAt(index);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
