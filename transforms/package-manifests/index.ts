import type { NoteSite, Site } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';

const KNOWN =
  /"(openai|openai-edge|@ai-sdk\/openai|@ai-sdk\/azure|@langchain\/openai|@openai\/[\w-]+|@azure\/openai|@llamaindex\/openai|genkitx-openai|@tanstack\/ai-openai|chatgpt|tiktoken|js-tiktoken|@dqbd\/tiktoken|gpt-tokenizer|gpt-3-encoder)"\s*:\s*"/g;

/** Dependencies of a `package.json`. In endpoint mode the `openai` package stays what it is. */
export const packageManifests = defineTransform({
  id: 'package-manifests',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source): Site[] => {
      if (source.kind !== 'manifest') return [];
      const file = new TextFile(source.file, source.text);
      return dependencies(file);
    });
  },
});

function dependencies(file: TextFile): NoteSite[] {
  return file.tokens(KNOWN).map((token) => {
    const message = token.text === 'openai' ? 'the SDK stays, at its version' : `depends on ${token.text}`;
    return note(token, 'dependency', message, null);
  });
}

function note(
  token: NoteSite['token'],
  kind: NoteSite['kind'],
  message: string,
  reason: string | null,
): NoteSite {
  return {
    site: 'note',
    dialect: 'package-manifests',
    kind,
    token,
    confidence: 'certain',
    message,
    reason,
    help: null,
    related: [],
  };
}
