package org.techrace.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds documents by the words of a question, in memory: by their names, by words of their context
/// (kind, place, year), and by their texts. A name in a question stands for the other names of the
/// thing, and a synonym for what it means; a word that occurs nowhere is taken for a misspelt one.
/// It does not change, so threads can share it.
public final class WordIndex {
  private static final double NAME = 1;
  private static final double CONTEXT = 0.7;
  private static final double TEXT = 0.4;

  /// The part of a score that depends on how much of a name the words cover.
  private static final double WHOLE_NAME = 0.35;

  /// The part of the score of a name in another language than the reader's.
  private static final double FOREIGN = 0.9;

  /// The part of the score of another name or a meaning of the words.
  private static final double OTHER_WORDS = 0.95;

  /// The part of the score of a document that has some words of a name.
  private static final double PART_OF_NAME = 0.5;

  /// The part of the score of words that begin with the word.
  private static final double BEGINNING = 0.8;

  /// The part of the score of words with the same root.
  private static final double SAME_ROOT = 0.85;

  /// The weight of a word that occurs nowhere, as a part of the largest weight.
  private static final double UNKNOWN = 0.15;

  /// Matches a word, or what is between words.
  private static final Pattern PIECE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|[^\\p{L}\\p{M}\\p{N}]+");

  /// The least length of a word that others are an inflected form of, in characters.
  private static final int SHORTEST_INFLECTED = 6;

  /// The greatest length of an ending, in characters.
  private static final int LONGEST_ENDING = 2;

  private static final int SHORTEST_PREFIX = 4;
  private static final int LONGEST_NAME = 8;

  /// The maximum number of things with a name that stands for their other names.
  private static final int NAMESAKES = 2;

  private static final int OTHER_NAMES = 12;

  /// The least and the greatest number of words of an acronym.
  private static final int SHORTEST_ACRONYM = 3;

  private static final int LONGEST_ACRONYM = 6;

  /// How many documents with the most of the words are compared by name.
  private static final int CANDIDATES = 500;

  /// A name of a document.
  ///
  /// @param language its language tag; empty for a name in all languages
  public record Naming(String text, String language) {
    /// A name in all languages.
    public static Naming of(String text) {
      return new Naming(text, "");
    }

    boolean isFor(String reader) {
      return language.isEmpty() || language.equals(reader) || language.startsWith(reader + "-");
    }
  }

  /// A document to index.
  ///
  /// @param key identifies the document
  /// @param names each name as a whole
  /// @param contexts words that a query may contain in addition to a name
  /// @param texts longer texts
  /// @param weight multiplies its score; at most 1
  public record Document(
      String key, List<Naming> names, List<String> contexts, List<String> texts, double weight) {
    /// A document with weight 1.
    public Document(String key, List<Naming> names, List<String> contexts, List<String> texts) {
      this(key, names, contexts, texts, 1);
    }

    /// Returns the document with more texts.
    public Document and(List<String> more) {
      return new Document(
          key, names, contexts, Stream.concat(texts.stream(), more.stream()).toList(), weight);
    }
  }

  /// A document found.
  ///
  /// @param score from 0 to 1: how much of the words it covers
  /// @param whole whether the words are one of its names
  /// @param place its place among the documents, which decides between equals
  public record Hit(String key, double score, boolean whole, int place) {
    /// Whole names first, then by score.
    public static final Comparator<Hit> BEST_FIRST =
        Comparator.comparing((Hit hit) -> !hit.whole())
            .thenComparing(Comparator.comparingDouble(Hit::score).reversed())
            .thenComparingInt(Hit::place);

    /// Returns the hit as one with a name that is the words.
    public Hit exact() {
      return new Hit(key, score, true, place);
    }

    /// Returns the hit with another score.
    public Hit times(double factor) {
      return new Hit(key, score * factor, whole, place);
    }
  }

  /// A question as it was understood.
  ///
  /// @param parts its words and names
  /// @param typed all its stems
  /// @param things the documents that it names, in the order of their names
  public record Asked(List<Part> parts, Set<String> typed, List<Set<String>> things) {
    private Set<String> words() {
      return parts.stream()
          .flatMap(part -> part.choices.stream())
          .flatMap(choice -> choice.words.stream())
          .collect(Collectors.toSet());
    }
  }

  /// A word or name of a question, with what it may stand for.
  private record Part(List<Choice> choices, double weight) {}

  /// One form of a part of a question.
  ///
  /// @param least the score for some of the words, as a part of that for all
  private record Choice(Set<String> words, double weight, double least) {}

  private final List<Document> documents;
  private final List<List<Set<String>>> names = new ArrayList<>();

  /// The names with their function words, to tell "ON Semiconductor" from "semiconductors".
  private final List<Set<Set<String>>> wholeNames = new ArrayList<>();

  private final Map<String, Postings> postings = new HashMap<>();
  private final Map<String, Postings> roots = new HashMap<>();

  private final Map<List<String>, Set<Integer>> named = new HashMap<>();

  /// The documents by the first letters of the words of a name, with and without the last word: the
  /// Military End-User List is the MEU list.
  private final Map<String, Set<Integer>> acronyms = new HashMap<>();

  /// The parts of names between words such as "of" by the first letters of their words, each with
  /// the number of names: figures at purchasing power parities are those at PPP.
  private final Map<String, Map<List<String>, Integer>> phrases = new HashMap<>();

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<List<String>, Set<List<String>>> meanings = new HashMap<>();

  /// The folded words as they are written.
  private final Set<String> spelled = new HashSet<>();

  private final Spellings spellings;
  private final Compounds compounds;
  private final double most;

  /// Indexes documents without synonyms.
  public WordIndex(List<Document> documents) {
    this(documents, Map.of());
  }

  /// Indexes documents.
  ///
  /// @param synonyms words that readers type, and for each what it means in the documents
  public WordIndex(List<Document> documents, Map<String, ? extends Collection<String>> synonyms) {
    this.documents = List.copyOf(documents);
    for (int i = 0; i < this.documents.size(); i++) {
      add(this.documents.get(i), i);
    }
    synonyms.forEach(
        (word, meant) -> {
          spell(word);
          for (String meaning : meant) {
            meanings
                .computeIfAbsent(SearchWords.tokens(word), s -> new LinkedHashSet<>())
                .add(SearchWords.tokens(meaning));
          }
        });
    postings.values().forEach(Postings::trim);
    roots.values().forEach(Postings::trim);
    this.spellings = new Spellings(List.copyOf(spelled));
    this.compounds = new Compounds(spelled);
    this.most = weight(0);
  }

  private void add(Document document, int place) {
    places.putIfAbsent(document.key(), place);
    List<Set<String>> words = new ArrayList<>();
    Set<Set<String>> whole = new HashSet<>();
    for (Naming name : document.names()) {
      List<String> tokens = SearchWords.tokens(name.text());
      Set<String> one = words(name.text());
      words.add(one);
      whole.add(Set.copyOf(tokens));
      named.computeIfAbsent(tokens, t -> new LinkedHashSet<>()).add(place);
      for (String acronym : ofWhole(tokens)) {
        acronyms.computeIfAbsent(acronym, a -> new LinkedHashSet<>()).add(place);
      }
      for (List<String> phrase : SearchWords.between(tokens)) {
        if (isAcronym(initials(phrase))) {
          phrases
              .computeIfAbsent(initials(phrase), a -> new LinkedHashMap<>())
              .merge(phrase, 1, Integer::sum);
        }
      }
      post(name.text(), place, NAME);
    }
    names.add(words);
    wholeNames.add(whole);
    document.contexts().forEach(context -> post(context, place, CONTEXT));
    document.texts().forEach(text -> post(text, place, TEXT));
  }

  /// Returns the first letters of the words of a name in small letters: of all words, of all but
  /// the last, and of those between words such as "of", which are left out. The gross domestic
  /// product at purchasing power parities is one at PPP.
  public static List<String> acronyms(String name) {
    List<String> tokens = SearchWords.tokens(name);
    return Stream.concat(
            ofWhole(tokens).stream(), SearchWords.between(tokens).stream().map(WordIndex::initials))
        .filter(WordIndex::isAcronym)
        .distinct()
        .toList();
  }

  private static List<String> ofWhole(List<String> tokens) {
    String all = initials(SearchWords.withoutFunctionWords(tokens));
    return Stream.of(all, all.substring(0, Math.max(0, all.length() - 1)))
        .filter(WordIndex::isAcronym)
        .toList();
  }

  private static boolean isAcronym(String letters) {
    return letters.length() >= SHORTEST_ACRONYM && letters.length() <= LONGEST_ACRONYM;
  }

  /// Returns the first letters of words; none if they are not all words of letters.
  private static String initials(List<String> tokens) {
    return tokens.stream()
            .allMatch(
                token ->
                    Character.isLetter(token.codePointAt(0)) && !SearchWords.isIdeograph(token))
        ? tokens.stream()
            .map(token -> Character.toString(token.codePointAt(0)))
            .collect(Collectors.joining())
        : "";
  }

  private void post(String text, int document, double weight) {
    spell(text);
    for (String word : words(text)) {
      postings.computeIfAbsent(word, s -> new Postings()).add(document, weight);
      roots
          .computeIfAbsent(SearchWords.root(word), s -> new Postings())
          .add(document, SAME_ROOT * weight);
    }
  }

  private void spell(String text) {
    for (String word : Folding.tokens(text)) {
      if (!SearchWords.isIdeograph(word)) {
        spelled.add(word);
      }
    }
  }

  /// Reads a question.
  public Asked read(String words) {
    List<String> tokens = SearchWords.tokens(words);
    List<Part> parts = new ArrayList<>();
    List<Set<String>> things = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      boolean inside =
          !others.isEmpty()
              && SearchWords.isIdeograph(others.getLast())
              && SearchWords.isIdeograph(tokens.get(at))
              && isPartOfWord(tokens, at);
      int length = nameAt(tokens, at, inside ? 2 : 1);
      int skipped = SearchWords.functionWord(tokens, at);
      if (length > skipped) {
        others(others, parts);
        List<String> name = tokens.subList(at, at + length);
        things.add(called(name));
        meanings.getOrDefault(name, Set.of()).forEach(meant -> things.add(called(meant)));
        parts.add(part(name));
        at += length;
      } else if (skipped > 0) {
        others(others, parts);
        at += skipped;
      } else {
        others.add(tokens.get(at));
        at++;
      }
    }
    others(others, parts);
    return new Asked(List.copyOf(parts), Set.copyOf(tokens), List.copyOf(things));
  }

  /// Reports whether a document has a Chinese character together with one of its neighbours.
  private boolean isPartOfWord(List<String> tokens, int at) {
    return count(tokens.get(at - 1) + tokens.get(at)) > 0
        || (at + 1 < tokens.size() && count(tokens.get(at) + tokens.get(at + 1)) > 0);
  }

  private Set<String> called(List<String> name) {
    return named.getOrDefault(name, Set.of()).stream()
        .map(thing -> documents.get(thing).key())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Adds a part for each word that is not in a name.
  private void others(List<String> others, List<Part> parts) {
    for (String word : SearchWords.words(others)) {
      List<String> compound = isKnown(word) ? List.of() : compounds.parts(word);
      compound.forEach(part -> parts.add(ofCompound(part)));
      if (compound.isEmpty()) {
        parts.add(part(List.of(word)));
      }
    }
    others.clear();
  }

  private boolean isKnown(String word) {
    return count(word) > 0 || acronyms.containsKey(word) || phrases.containsKey(word);
  }

  /// Returns a part of a compound word with the words that have it.
  private Part ofCompound(String part) {
    Part alone = part(List.of(SearchWords.stem(part)));
    List<Choice> choices = new ArrayList<>(alone.choices);
    Set<Integer> documents = new HashSet<>();
    for (String word : compounds.having(part)) {
      String stem = SearchWords.stem(word);
      choices.add(new Choice(Set.of(stem), BEGINNING, 1));
      found(stem).forEach((document, field) -> documents.add(document));
    }
    return new Part(List.copyOf(choices), weight(documents.size()));
  }

  /// Returns the words with those that occur nowhere replaced by the nearest ones that do, and two
  /// that belong together joined.
  ///
  /// @param known tells words that are spelled right although no document has them
  public String corrected(String words, Predicate<String> known) {
    List<String> pieces =
        new ArrayList<>(PIECE.matcher(words).results().map(MatchResult::group).toList());
    Map<Integer, Double> others = new HashMap<>();
    for (String piece : pieces) {
      if (spelled.contains(folded(piece))) {
        found(stem(piece))
            .forEach((document, field) -> others.merge(document, weight(stem(piece)), Double::sum));
      }
    }
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (isSpelled(piece) || known.test(folded(piece))) {
        continue;
      }
      if (i > 1
          && pieces.get(i - 1).isBlank()
          && spelled.contains(folded(pieces.get(i - 2) + piece))) {
        pieces.set(i, pieces.get(i - 2) + piece);
        pieces.set(i - 1, "");
        pieces.set(i - 2, "");
      } else {
        pieces.set(i, near(piece, others));
      }
    }
    return String.join("", pieces);
  }

  /// Reports whether a piece of a question is a word of the documents, or no word.
  private boolean isSpelled(String piece) {
    return Folding.tokens(piece).size() != 1
        || spelled.contains(folded(piece))
        || acronyms.containsKey(folded(piece))
        || phrases.containsKey(folded(piece))
        || piece.codePoints().anyMatch(c -> Character.isDigit(c) || Character.isIdeographic(c))
        || roots.containsKey(SearchWords.root(stem(piece)))
        || (isFarFromAll(piece) && !compounds.parts(folded(piece)).isEmpty())
        || (piece.length() >= SHORTEST_PREFIX
            && spelled.stream().anyMatch(word -> word.startsWith(folded(piece))));
  }

  private boolean isFarFromAll(String piece) {
    return spellings.near(folded(piece), 2, 1).isEmpty();
  }

  private static String folded(String piece) {
    return String.join("", Folding.tokens(piece));
  }

  private String stem(String piece) {
    return SearchWords.stem(folded(piece));
  }

  /// Returns the nearest word with the same first letter, of equally near ones the one that goes
  /// best with the other words.
  private String near(String piece, Map<Integer, Double> others) {
    String word = folded(piece);
    if (word.length() < SHORTEST_PREFIX) {
      return piece;
    }
    List<Spellings.Near> near = spellings.near(word, word.length() < 6 ? 1 : 2, 50);
    return near.stream()
        .filter(one -> one.word().charAt(0) == word.charAt(0))
        .collect(Collectors.groupingBy(Spellings.Near::edits, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .limit(1)
        .flatMap(List::stream)
        .max(
            Comparator.comparingDouble((Spellings.Near one) -> together(one.word(), others))
                .thenComparingInt(one -> count(SearchWords.stem(one.word()))))
        .map(Spellings.Near::word)
        .orElse(piece);
  }

  /// Returns the part of a question, from 0 to 1, that some of its words are.
  public double share(Asked asked, String words) {
    double all = asked.parts.stream().mapToDouble(Part::weight).sum();
    return all == 0 ? 0 : read(words).parts.stream().mapToDouble(Part::weight).sum() / all;
  }

  /// Returns how much of the other words a document has that has a word.
  ///
  /// @param others for each document the weight of the words that it has
  private double together(String word, Map<Integer, Double> others) {
    double[] most = {0};
    found(SearchWords.stem(word))
        .forEach(
            (document, field) ->
                most[0] = Math.max(most[0], field * others.getOrDefault(document, 0.0)));
    return most[0];
  }

  /// Returns the length of the longest name or synonym that starts at a token, 0 without one.
  ///
  /// @param least the least length: one Chinese character may be a part of a word
  private int nameAt(List<String> tokens, int start, int least) {
    for (int n = Math.min(LONGEST_NAME, tokens.size() - start); n >= least; n--) {
      List<String> name = tokens.subList(start, start + n);
      if (named.containsKey(name) || meanings.containsKey(name)) {
        return n;
      }
    }
    return 0;
  }

  /// Returns a word or name with what it stands for.
  private Part part(List<String> tokens) {
    Map<Set<String>, Choice> choices = new LinkedHashMap<>();
    Set<String> typed = SearchWords.words(tokens);
    choices.put(typed, new Choice(typed, 1, typed.size() == 1 ? 1 : PART_OF_NAME));
    Set<Integer> things = new LinkedHashSet<>(named.getOrDefault(tokens, Set.of()));
    for (List<String> meaning : meanings.getOrDefault(tokens, Set.of())) {
      Set<String> words = SearchWords.words(SearchWords.withoutFunctionWords(meaning));
      choices.putIfAbsent(words, new Choice(words, OTHER_WORDS, 0));
      things.addAll(named.getOrDefault(meaning, Set.of()));
    }
    if (choices.size() == 1 && tokens.size() == 1 && count(tokens.getFirst()) == 0) {
      things.addAll(acronyms.getOrDefault(tokens.getFirst(), Set.of()));
      phrases.getOrDefault(tokens.getFirst(), Map.of()).entrySet().stream()
          .sorted(Map.Entry.<List<String>, Integer>comparingByValue().reversed())
          .limit(NAMESAKES)
          .map(phrase -> SearchWords.words(phrase.getKey()))
          .forEach(words -> choices.putIfAbsent(words, new Choice(words, OTHER_WORDS, 0)));
    }
    if (things.size() <= NAMESAKES) {
      things.stream()
          .flatMap(thing -> names.get(thing).stream())
          .filter(name -> !name.isEmpty())
          .limit(OTHER_NAMES)
          .forEach(name -> choices.putIfAbsent(name, new Choice(name, OTHER_WORDS, 0)));
    }
    double weight =
        choices.values().stream()
            .filter(choice -> choice.words.stream().anyMatch(word -> count(word) > 0))
            .mapToDouble(choice -> choice.words.stream().mapToDouble(this::weight).max().orElse(0))
            .findFirst()
            .orElse(UNKNOWN * most);
    return new Part(List.copyOf(choices.values()), weight);
  }

  /// The documents that cover the words best, best first.
  ///
  /// @param reader the language whose names count most
  public List<Hit> find(String words, String reader, int limit) {
    return find(read(words), reader).stream().limit(limit).toList();
  }

  /// The documents that cover a question, best first.
  ///
  /// @param reader the language whose names count most
  public List<Hit> find(Asked asked, String reader) {
    Map<Integer, Double> scores = new HashMap<>();
    double all = 0;
    for (Part part : asked.parts) {
      all += part.weight;
      covered(part).forEach((document, share) -> scores.merge(document, share, Double::sum));
    }
    if (all == 0) {
      return List.of();
    }
    double total = all;
    Set<String> words = asked.words();
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(CANDIDATES)
        .map(entry -> hit(entry.getKey(), entry.getValue() / total, words, asked.typed, reader))
        .sorted(Hit.BEST_FIRST)
        .toList();
  }

  /// Returns the score of a part of a question for each document that has some of it.
  private Map<Integer, Double> covered(Part part) {
    Map<Integer, Double> covered = new HashMap<>();
    for (Choice choice : part.choices) {
      Map<Integer, Double> sums = new HashMap<>();
      Map<Integer, Integer> counts = new HashMap<>();
      double all = 0;
      for (String word : choice.words) {
        Postings found = found(word);
        double weight = weight(found.size());
        all += weight;
        found.forEach(
            (document, field) -> {
              sums.merge(document, weight * field, Double::sum);
              counts.merge(document, 1, Integer::sum);
            });
      }
      double total = all;
      sums.forEach(
          (document, sum) -> {
            boolean whole = counts.getOrDefault(document, 0) == choice.words.size();
            double share = sum / total * choice.weight * (whole ? 1 : choice.least);
            covered.merge(document, part.weight * share, Math::max);
          });
    }
    return covered;
  }

  /// Returns the score of a thing that is not a document.
  ///
  /// @param called its name
  /// @param weight multiplies its score
  public Hit score(Asked asked, String key, String called, double weight) {
    Set<String> name = words(called);
    double sum = 0;
    double all = 0;
    for (Part part : asked.parts) {
      all += part.weight;
      sum +=
          part.weight
              * part.choices.stream()
                  .filter(choice -> name.containsAll(choice.words))
                  .mapToDouble(Choice::weight)
                  .max()
                  .orElse(0);
    }
    double covered = all == 0 ? 0 : sum / all;
    double score = covered * (1 - WHOLE_NAME + WHOLE_NAME * part(name, asked.words()));
    boolean whole = asked.typed.equals(Set.copyOf(SearchWords.tokens(called)));
    return new Hit(key, weight * score, whole, documents.size());
  }

  /// Reports whether a name has all words of a question, or what they mean.
  public boolean isNamed(Asked asked, String called) {
    Set<String> name = words(called);
    return !asked.parts.isEmpty()
        && asked.parts.stream()
            .allMatch(
                part -> part.choices.stream().anyMatch(choice -> name.containsAll(choice.words)));
  }

  /// Returns the words of a question that none of some documents has in its names or context. A
  /// document also has a word if it has another name or a meaning of it.
  public Set<String> missing(Asked asked, Collection<String> keys) {
    Set<Integer> among = new HashSet<>();
    for (String key : keys) {
      Integer place = places.get(key);
      if (place != null) {
        among.add(place);
      }
    }
    Set<String> missing = new LinkedHashSet<>();
    for (Part part : asked.parts) {
      if (part.choices.stream().noneMatch(choice -> isIn(choice, among))) {
        missing.addAll(part.choices.getFirst().words);
      }
    }
    return missing;
  }

  /// Reports whether one of some documents has all words of a form.
  private boolean isIn(Choice choice, Set<Integer> among) {
    Set<Integer> having = new HashSet<>(among);
    for (String word : choice.words) {
      Set<Integer> own = new HashSet<>();
      found(word)
          .forEach(
              (document, weight) -> {
                if (weight > TEXT) {
                  own.add(document);
                }
              });
      having.retainAll(own);
    }
    return !having.isEmpty();
  }

  /// Returns the form in which a word of a question is compared.
  public static String compared(String word) {
    return SearchWords.stem(word);
  }

  /// Returns the folded words of a text.
  public static Set<String> foldedWords(String text) {
    return new LinkedHashSet<>(Folding.tokens(text));
  }

  /// Reports whether a text has only words that say nothing about what is asked.
  public static boolean isEmpty(String words) {
    return words(words).isEmpty();
  }

  /// Reports whether a word has a synonym, or is a part of one.
  public boolean means(String word) {
    List<String> tokens = SearchWords.tokens(word);
    return meanings.keySet().stream().anyMatch(said -> said.containsAll(tokens));
  }

  /// Reports whether a text has all of some words, or words of the same roots.
  public static boolean hasAllOf(String words, String text) {
    Set<String> roots = roots(words);
    return !roots.isEmpty() && roots(text).containsAll(roots);
  }

  private static Set<String> roots(String text) {
    return words(text).stream().map(SearchWords::root).collect(Collectors.toSet());
  }

  /// Reports whether a document has one of some words, or a word that begins so.
  public boolean hasAny(String words) {
    return words(words).stream().anyMatch(word -> count(word) > 0);
  }

  /// Returns the documents that have every one of some words, in any of their parts.
  public Set<String> having(String words) {
    return having(words, TEXT);
  }

  /// Returns the documents that have every one of some words in their names.
  public Set<String> named(String words) {
    return having(words, NAME);
  }

  /// @param least the least weight of the part of a document that has a word
  private Set<String> having(String words, double least) {
    return words(words).stream()
        .map(word -> keys(postings.getOrDefault(word, Postings.NONE), least))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElseGet(Set::of);
  }

  private Hit hit(
      int document, double covered, Set<String> asked, Set<String> typed, String reader) {
    double best = 0;
    List<Naming> called = documents.get(document).names();
    for (int i = 0; i < called.size(); i++) {
      double part = part(names.get(document).get(i), asked);
      best = Math.max(best, called.get(i).isFor(reader) ? part : FOREIGN * part);
    }
    double score =
        documents.get(document).weight() * covered * (1 - WHOLE_NAME + WHOLE_NAME * best);
    boolean whole = wholeNames.get(document).contains(typed);
    return new Hit(documents.get(document).key(), score, whole, document);
  }

  /// Returns the part of a name that a question has; a rarer word is a larger part.
  private double part(Set<String> name, Set<String> asked) {
    double all = name.stream().mapToDouble(this::weight).sum();
    double shared = name.stream().filter(asked::contains).mapToDouble(this::weight).sum();
    return all == 0 ? 0 : shared / all;
  }

  /// The documents with a word or one of the same root; if there are none, those with a word that
  /// begins so, or that it begins with but for an ending, as a German plural does.
  private Postings found(String stem) {
    Postings root = roots.get(SearchWords.root(stem));
    if (root != null) {
      return root.or(postings.getOrDefault(stem, Postings.NONE));
    }
    Postings[] begun = {new Postings()};
    if (stem.length() >= SHORTEST_PREFIX) {
      postings.forEach(
          (word, documents) -> {
            if (word.startsWith(stem) || isInflected(word, stem)) {
              begun[0] = begun[0].or(documents.times(BEGINNING));
            }
          });
    }
    return begun[0];
  }

  private static boolean isInflected(String word, String longer) {
    return word.length() >= SHORTEST_INFLECTED
        && longer.length() - word.length() <= LONGEST_ENDING
        && longer.startsWith(word);
  }

  /// Returns the number of documents that are found by a word. Those with the word are among those
  /// with its root.
  private int count(String stem) {
    Postings root = roots.get(SearchWords.root(stem));
    return root == null ? found(stem).size() : root.size();
  }

  private Set<String> keys(Postings found, double least) {
    Set<String> keys = new HashSet<>();
    found.forEach(
        (document, weight) -> {
          if (weight >= least) {
            keys.add(documents.get(document).key());
          }
        });
    return keys;
  }

  private double weight(String word) {
    return weight(count(word));
  }

  /// The rarer a word, the more it weighs.
  private double weight(int having) {
    return Math.log(1 + documents.size() / (having + 0.5));
  }

  /// Returns the words of a text without those that say nothing about what is asked.
  private static Set<String> words(String text) {
    return SearchWords.words(SearchWords.withoutFunctionWords(SearchWords.tokens(text)));
  }

  /// Returns the stems of all words in order.
  static List<String> orderedStems(String text) {
    return SearchWords.tokens(text);
  }
}
