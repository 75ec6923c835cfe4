import { describe, expect, test } from "vitest";
import { encodeScriptJson, html } from "../../src/html/html.js";

describe("html", () => {
  test("escapes text and keeps markup", () => {
    const word = `<b a="1" b='2'>&</b>`;
    expect(html`<p title="${word}">${word} ${html`<i>${1}</i>`}</p>`.text).toBe(
      '<p title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;/b&gt;">&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;/b&gt; <i>1</i></p>',
    );
  });

  test("joins lists of both", () => {
    expect(html`<ul>${["a<", html`<li>b</li>`]}</ul>`.text).toBe("<ul>a&lt;<li>b</li></ul>");
  });
});

describe("scriptJson", () => {
  test("cannot end the script element, and reads back as it was", () => {
    const value = { name: "</script><!--<script>" };
    const { text } = encodeScriptJson(value);
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual(value);
  });
});
