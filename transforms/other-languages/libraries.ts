/*
 * How other languages import libraries that speak to OpenAI, and how their package files name them. Import paths as
 * they stand in public code and in the libraries' own pages (read on 2026-11-25): dotnet/ai-samples, dotnet/docs,
 * langchain4j/langchain4j-examples, docs.rs/async-openai, the examples of openai-java, openai-go and ruby-openai.
 */

/** Group 1 is what is imported. Python takes whole packages only: `app.openai` is one's own. */
const PYTHON =
  /^[ \t]*(?:from|import)[ \t]+(openai|langchain_openai|langchain(?:_community)?\.(?:llms|chat_models|embeddings)\.(?:azure_)?openai|llama_index(?:\.[\w.]+)?\.(?:azure_)?openai|semantic_kernel\.connectors\.ai\.open_ai)\b/gm;
const GO =
  /^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([a-z0-9-]+(?:\.[a-z0-9-]+)+\/[^"\n]*open-?ai[^"\n]*)"/gim;
const JVM = /^[ \t]*import[ \t]+(?:static[ \t]+)?((?:[\w]+\.)+open_?ai(?:\.[\w.*]+)?)/gim;
const DOTNET =
  /^[ \t]*(?:global[ \t]+)?(?:using|open)[ \t]+(?:static[ \t]+)?((?:[\w]+\.)*OpenAI(?:\.[\w.]+)?)/gm;
const RUST = /^[ \t]*(?:pub[ \t]+)?(?:use|extern[ \t]+crate)[ \t]+((?:async_)?openai\w*)/gm;
const RUBY = /^[ \t]*require[ \t(]+["']((?:ruby\/)?openai)["']|\b(OpenAI(?=::Client|\.configure))/gm;
const PHP =
  /^[ \t]*use[ \t]+(\\?(?:[\w]+\\)*OpenAI(?:\\[\w\\]+)?)|(?<![\w\\])(\\?OpenAI(?=::(?:client|factory)\())/gm;
const SWIFT = /^[ \t]*import[ \t]+((?:struct[ \t]+|class[ \t]+)?\w*OpenAI\w*)/gm;
const DART = /^[ \t]*import[ \t]+["']package:(\w*openai\w*)\//gm;
const ELIXIR = /\b(OpenAI|OpenaiEx)(?=\.[a-zA-Z])/g;

export const IMPORTS: Readonly<Record<string, RegExp>> = {
  py: PYTHON,
  go: GO,
  java: JVM,
  kt: JVM,
  kts: JVM,
  scala: JVM,
  groovy: JVM,
  cs: DOTNET,
  fs: DOTNET,
  rs: RUST,
  rb: RUBY,
  php: PHP,
  swift: SWIFT,
  dart: DART,
  ex: ELIXIR,
  exs: ELIXIR,
};

/** Files that list the packages of another language, and how OpenAI's libraries are named there. */
export function isPackageList(file: string): boolean {
  return /(?:^|\/)(?:requirements[\w.-]*\.(?:txt|in)|constraints\.txt|Pipfile|pyproject\.toml|setup\.(?:py|cfg)|environment\.ya?ml|go\.mod|Cargo\.toml|Gemfile|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|mix\.exs|pubspec\.yaml|Package\.swift|[^/]+\.(?:csproj|fsproj|gemspec))$/.test(
    file,
  );
}

export const PACKAGES =
  /(?<![\w./-])((?:[\w.-]+[/:])*(?:langchain[-_]openai|llama-index-(?:llms|embeddings)-(?:azure-)?openai|openai-(?:go|java|php|agents|api-rs|dart|kotlin|client)[\w/-]*|(?:go|async|ruby|dart|spring-ai|langchain4j)-?_?open-?ai[\w-]*|(?:Azure\.AI\.|Betalgo\.)?OpenAI|tiktoken|openai_dart|openai))(?![\w/.]*[\w/])/g;
