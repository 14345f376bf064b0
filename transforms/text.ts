import type { TextTransform } from '../src/transform.js';
import { components } from './components/index.js';
import { configFiles } from './config-files/index.js';
import { documentation } from './documentation/index.js';
import { envFiles } from './env-files/index.js';
import { textMentions } from './mentions/index.js';
import { otherLanguages } from './other-languages/index.js';
import { packageManifests } from './package-manifests/index.js';
import { httpConfiguration } from './raw-http/configuration.js';
import { retiredInText } from './retired-models/index.js';
import { sqlVectors } from './sql-vectors/index.js';

/** Dialects that read other files; they need no parser. */
export const textTransforms: readonly TextTransform[] = [
  envFiles,
  configFiles,
  components,
  otherLanguages,
  documentation,
  packageManifests,
  sqlVectors,
  httpConfiguration,
  retiredInText,
  textMentions,
];
