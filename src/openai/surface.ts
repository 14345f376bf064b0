import type { Operation } from './operations.js';

/** One method of the client of `openai` 4.x to 7.x. */
export interface SurfaceMethod {
  /** The resource, `chat.completions`. */
  readonly path: string;
  /** `create`. */
  readonly method: string;
  readonly operation: Operation;
  /**
   * Index of the argument that becomes the request's body; null if there is none. As in 5.x to 7.x: in 4.x the ids of a
   * parent stand before it one by one (`beta.threads.runs.update(threadId, runId, body)`).
   */
  readonly bodyArgument: number | null;
  /** Not one request of its own: it sends another method's, waits for it, streams it, or sends nothing. */
  readonly helper: boolean;
}

/** One method of the `OpenAIApi` class of `openai` 3.x. */
export interface LegacyMethod {
  readonly method: string;
  readonly operation: Operation;
  /** Index of the request object; null where the fields are arguments of their own. */
  readonly bodyArgument: number | null;
  /** Index of the model, where it is an argument of its own. */
  readonly modelArgument?: number;
}

// `name:1` has its body at index 1; `name~` is a helper.
const CRLD = 'create:0 retrieve list delete';
const CRUD = `${CRLD} update:1`;
/** The first argument is the parent's id. */
const CHILD_CRLD = 'create:1 retrieve list delete';
const CHILD_CRUD = `${CHILD_CRLD} update:1`;
const READ = 'retrieve list';
const SETTING = 'retrieve update:0';
const CHILD_SETTING = 'retrieve update:1';

const VECTOR_STORE_FILES = `${CHILD_CRUD} content createAndPoll:1~ poll~ upload~ uploadAndPoll~`;
const FILE_BATCHES = 'create:1 retrieve cancel listFiles createAndPoll:1~ poll~ uploadAndPoll~';
const RUNS =
  'create:1 retrieve update:1 list cancel submitToolOutputs:1 createAndPoll:1~ createAndStream:1~ poll~ stream:1~ submitToolOutputsAndPoll:1~ submitToolOutputsStream:1~';
const USAGE =
  'audioSpeeches audioTranscriptions codeInterpreterSessions completions costs decisions embeddings fileSearchCalls images moderations vectorStores webSearchCalls';

type Row = readonly [path: string, operation: Operation, methods: string];

/**
 * The resource tree of openai 7.57.0, plus what 4.x and 5.x had under other names. `OTHER` holds what exists at OpenAI
 * only and has no operation of its own, also where it shares a path with one (stored chat completions).
 */
const ROWS: readonly Row[] = [
  ['chat.completions', 'chat.completions', 'create:0 parse:0~ stream:0~ runTools:0~'],
  // Up to 4.x; `runFunctions` ended with it.
  ['beta.chat.completions', 'chat.completions', 'parse:0~ stream:0~ runTools:0~ runFunctions:0~'],
  ['responses', 'responses', 'create:0 retrieve delete cancel compact:0 parse:0~ stream:0~'],
  ['responses.inputItems', 'responses', 'list'],
  ['responses.inputTokens', 'responses', 'count:0'],
  ['completions', 'completions', 'create:0'],
  ['embeddings', 'embeddings', 'create:0'],
  ['images', 'images.generations', 'generate:0'],
  ['images', 'images.edits', 'edit:0'],
  ['images', 'images.variations', 'createVariation:0'],
  ['audio.transcriptions', 'audio.transcriptions', 'create:0'],
  ['audio.translations', 'audio.translations', 'create:0'],
  ['audio.speech', 'audio.speech', 'create:0'],
  ['moderations', 'moderations', 'create:0'],
  ['models', 'models', 'retrieve list delete'],
  // `retrieveContent` up to 4.x.
  ['files', 'files', `${CRLD} content retrieveContent waitForProcessing~`],
  ['batches', 'batches', 'create:0 retrieve list cancel'],
  ['uploads', 'uploads', 'create:0 cancel complete:1'],
  ['uploads.parts', 'uploads', 'create:1'],
  ['fineTuning.jobs', 'fine_tuning', 'create:0 retrieve list cancel listEvents pause resume'],
  ['fineTuning.jobs.checkpoints', 'fine_tuning', 'list'],
  ['fineTuning.checkpoints.permissions', 'fine_tuning', CHILD_CRLD],
  ['fineTuning.alpha.graders', 'fine_tuning', 'run:0 validate:0'],
  // Early 4.x.
  ['fineTunes', 'fine_tuning', 'create:0 retrieve list cancel listEvents'],
  ['vectorStores', 'vector_stores', `${CRUD} search:1`],
  ['vectorStores.files', 'vector_stores', VECTOR_STORE_FILES],
  ['vectorStores.fileBatches', 'vector_stores', FILE_BATCHES],
  // 4.x before vector stores left the beta.
  ['beta.vectorStores', 'vector_stores', CRUD],
  ['beta.vectorStores.files', 'vector_stores', VECTOR_STORE_FILES],
  ['beta.vectorStores.fileBatches', 'vector_stores', FILE_BATCHES],
  ['beta.assistants', 'assistants', CRUD],
  [
    'beta.threads',
    'assistants',
    'create:0 retrieve update:1 delete createAndRun:0 createAndRunPoll:0~ createAndRunStream:0~',
  ],
  ['beta.threads.runs', 'assistants', RUNS],
  ['beta.threads.runs.steps', 'assistants', READ],
  ['beta.threads.messages', 'assistants', CHILD_CRUD],
  // The first version of assistants (4.16): files hung on assistants and messages.
  ['beta.assistants.files', 'assistants', CHILD_CRLD],
  ['beta.threads.messages.files', 'assistants', READ],
  ['beta.chatkit.threads', 'assistants', 'retrieve list delete listItems'],
  ['realtime.clientSecrets', 'realtime', 'create:0'],
  ['realtime.calls', 'realtime', 'create:0 accept:1 hangup refer:1 reject:1'],
  ['realtime.translations.clientSecrets', 'realtime', 'create:0'],
  ['beta.realtime.sessions', 'realtime', 'create:0'],
  ['beta.realtime.transcriptionSessions', 'realtime', 'create:0'],
  ['live', 'realtime', 'create:0'],
  ['live.sessions', 'realtime', 'accept:1 downloadRecording fork:1 hangup refer:1 reject:1'],
  ['videos', 'videos', `${CRLD} createCharacter:0 downloadContent edit:0 extend:0 getCharacter remix:1`],
  ['conversations', 'conversations', 'create:0 retrieve update:1 delete'],
  ['conversations.items', 'conversations', CHILD_CRLD],
];

/** Path and methods of what has no operation of its own. */
const OTHER: readonly (readonly [path: string, methods: string])[] = [
  // Early 4.x.
  ['edits', 'create:0'],
  ['chat.completions', 'retrieve update:1 list delete'],
  ['chat.completions.messages', 'list'],
  ['beta.responses', 'create:0 retrieve delete cancel compact:0'],
  ['beta.responses.inputItems', 'list'],
  ['beta.responses.inputTokens', 'count:0'],
  ['beta.chatkit.sessions', 'create:0 cancel'],
  ['audio.voices', 'create:0 delete'],
  ['audio.voiceConsents', CRUD],
  ['decisions', 'create:0'],
  ['contentProvenanceChecks', 'create:0'],
  ['safety.cases', 'retrieve'],
  ['safety.alerts', 'retrieve'],
  ['webhooks', `${CRUD} rotateSecret:1 test:1 unwrap~ verifySignature~`],
  ['webhooks.eventTypes', 'list'],
  ['evals', CRUD],
  ['evals.runs', `${CHILD_CRLD} cancel`],
  ['evals.runs.outputItems', READ],
  ['containers', CRLD],
  ['containers.files', CHILD_CRLD],
  ['containers.files.content', 'retrieve'],
  ['skills', CRUD],
  ['skills.content', 'retrieve'],
  ['skills.versions', CHILD_CRLD],
  ['skills.versions.content', 'retrieve'],
  ['beta.agents', CRUD],
  ['beta.agents.automations', `${CRUD} pause resume`],
  ['beta.agents.automations.invocations', 'create retrieve list'],
  ['beta.agents.environments', 'create:0 retrieve list'],
  ['beta.agents.environments.files', 'create:1 list prepare~ upload:1~'],
  ['beta.agents.environments.templates', CRUD],
  ['beta.agents.vaults', CRUD],
  ['beta.agents.vaults.credentials', CHILD_CRUD],
  ['beta.agents.sessions', `${CRUD} stream:1~`],
  ['beta.agents.sessions.subagents', READ],
  ['beta.agents.sessions.subagents.items', 'list'],
  ['beta.agents.sessions.subagents.turns', READ],
  ['beta.agents.sessions.subagents.turns.items', 'list'],
  ['beta.agents.sessions.artifacts', 'retrieve list delete content forResult~'],
  ['beta.agents.sessions.items', 'list'],
  ['beta.agents.sessions.events', 'create:1 stream'],
  ['beta.agents.sessions.traces', 'list'],
  ['beta.agents.sessions.turns', READ],
  ['beta.agents.sessions.turns.items', 'list'],
  ['admin.organization.auditLogs', 'list'],
  ['admin.organization.adminAPIKeys', CRLD],
  ['admin.organization.usage', USAGE],
  ['admin.organization.invites', CRLD],
  ['admin.organization.users', 'retrieve update:1 list delete'],
  ['admin.organization.users.roles', CHILD_CRLD],
  ['admin.organization.groups', CRUD],
  ['admin.organization.groups.users', CHILD_CRLD],
  ['admin.organization.groups.roles', CHILD_CRLD],
  ['admin.organization.roles', CRUD],
  ['admin.organization.dataRetention', SETTING],
  ['admin.organization.externalKeys', `${CRLD} validate`],
  ['admin.organization.workloadIdentityProviders', CRUD],
  ['admin.organization.workloadIdentityProviders.federationRules', CHILD_CRUD],
  ['admin.organization.externalStorage', `${CRLD} validate`],
  ['admin.organization.spendLimit', `${SETTING} delete`],
  ['admin.organization.spendAlerts', CRUD],
  ['admin.organization.certificates', `${CRUD} activate:0 deactivate:0`],
  ['admin.organization.projects', 'create:0 retrieve update:1 list archive'],
  ['admin.organization.projects.users', CHILD_CRUD],
  ['admin.organization.projects.users.roles', CHILD_CRLD],
  ['admin.organization.projects.serviceAccounts', CHILD_CRUD],
  ['admin.organization.projects.serviceAccounts.apiKeys', 'create:1'],
  ['admin.organization.projects.apiKeys', 'retrieve update:1 list delete'],
  ['admin.organization.projects.rateLimits', 'listRateLimits updateRateLimit:1'],
  ['admin.organization.projects.modelPermissions', `${CHILD_SETTING} delete`],
  ['admin.organization.projects.serviceTierSettings', CHILD_SETTING],
  ['admin.organization.projects.hostedToolPermissions', CHILD_SETTING],
  ['admin.organization.projects.groups', CHILD_CRLD],
  ['admin.organization.projects.groups.roles', CHILD_CRLD],
  ['admin.organization.projects.roles', CHILD_CRUD],
  ['admin.organization.projects.dataRetention', CHILD_SETTING],
  ['admin.organization.projects.spendLimit', `${CHILD_SETTING} delete`],
  ['admin.organization.projects.spendAlerts', CHILD_CRUD],
  ['admin.organization.projects.certificates', 'list activate:1 deactivate:1'],
];

function parseMethods([path, operation, methods]: Row): SurfaceMethod[] {
  return methods.split(' ').flatMap((spec) => {
    const [, method = '', body, helper] = /^(\w+)(?::(\d))?(~)?$/.exec(spec) ?? [];
    const one = {
      path,
      method,
      operation,
      bodyArgument: body ? Number(body) : null,
      helper: Boolean(helper),
    };
    // Its name up to 4.x.
    return method === 'delete' ? [one, { ...one, method: 'del' }] : [one];
  });
}

/** All methods of all resources of 4.x to 7.x. */
export const SURFACE_METHODS: readonly SurfaceMethod[] = [
  ...ROWS,
  ...OTHER.map(([path, methods]): Row => [path, 'other', methods]),
].flatMap(parseMethods);

const METHODS: ReadonlyMap<string, SurfaceMethod> = new Map(
  SURFACE_METHODS.map((one) => [`${one.path}.${one.method}`, one]),
);

/** The `OpenAIApi` class of openai 3.3.0 (`dist/api.d.ts`); the argument after the last is axios's options. */
export const LEGACY_METHODS: readonly LegacyMethod[] = [
  { method: 'createChatCompletion', operation: 'chat.completions', bodyArgument: 0 },
  { method: 'createCompletion', operation: 'completions', bodyArgument: 0 },
  { method: 'createEmbedding', operation: 'embeddings', bodyArgument: 0 },
  { method: 'createModeration', operation: 'moderations', bodyArgument: 0 },
  { method: 'createImage', operation: 'images.generations', bodyArgument: 0 },
  // (image, prompt, mask, n, size, …) and (image, n, size, …): these knew one model only.
  { method: 'createImageEdit', operation: 'images.edits', bodyArgument: null },
  { method: 'createImageVariation', operation: 'images.variations', bodyArgument: null },
  { method: 'createTranscription', operation: 'audio.transcriptions', bodyArgument: null, modelArgument: 1 },
  { method: 'createTranslation', operation: 'audio.translations', bodyArgument: null, modelArgument: 1 },
  { method: 'listModels', operation: 'models', bodyArgument: null },
  { method: 'retrieveModel', operation: 'models', bodyArgument: null, modelArgument: 0 },
  { method: 'deleteModel', operation: 'models', bodyArgument: null, modelArgument: 0 },
  { method: 'createFile', operation: 'files', bodyArgument: null },
  { method: 'retrieveFile', operation: 'files', bodyArgument: null },
  { method: 'downloadFile', operation: 'files', bodyArgument: null },
  { method: 'listFiles', operation: 'files', bodyArgument: null },
  { method: 'deleteFile', operation: 'files', bodyArgument: null },
  { method: 'createFineTune', operation: 'fine_tuning', bodyArgument: 0 },
  { method: 'retrieveFineTune', operation: 'fine_tuning', bodyArgument: null },
  { method: 'listFineTunes', operation: 'fine_tuning', bodyArgument: null },
  { method: 'listFineTuneEvents', operation: 'fine_tuning', bodyArgument: null },
  { method: 'cancelFineTune', operation: 'fine_tuning', bodyArgument: null },
  { method: 'createEdit', operation: 'other', bodyArgument: 0 },
  { method: 'createAnswer', operation: 'other', bodyArgument: 0 },
  { method: 'createClassification', operation: 'other', bodyArgument: 0 },
  { method: 'createSearch', operation: 'other', bodyArgument: 1, modelArgument: 0 },
  { method: 'listEngines', operation: 'other', bodyArgument: null },
  { method: 'retrieveEngine', operation: 'other', bodyArgument: null, modelArgument: 0 },
];

const LEGACY: ReadonlyMap<string, LegacyMethod> = new Map(LEGACY_METHODS.map((one) => [one.method, one]));

/** The names that hang directly off a client: `chat`, `embeddings`, `beta`, … */
export const RESOURCE_ROOTS: ReadonlySet<string> = new Set(
  SURFACE_METHODS.map(({ path }) => path.replace(/\..*/, '')),
);

/** The names of all methods of all resources, 3.x not among them: `create`, `list`, `del`, … */
export const METHOD_NAMES: ReadonlySet<string> = new Set(SURFACE_METHODS.map(({ method }) => method));

/** `findMethod(['chat', 'completions'], 'create')`. The path is relative to the client. */
export function findMethod(path: readonly string[], method: string): SurfaceMethod | undefined {
  return METHODS.get([...path, method].join('.'));
}

/** A method of `OpenAIApi` (openai 3.x) by its name. */
export function findLegacyMethod(name: string): LegacyMethod | undefined {
  return LEGACY.get(name);
}
