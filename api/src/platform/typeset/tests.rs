//! What a template can do, and what data cannot.

use serde_json::json;

use super::*;

static PLAIN: Template = Template { name: "plain.typ", source: "#json(\"data.json\").join()" };

#[test]
fn data_is_text_and_never_markup() {
    let hostile = [
        "#import \"data.json\"",
        "#sys.version",
        "$x^2$",
        "*bold*",
        "_it_",
        "@me",
        "<label>",
        "[a](b)",
        "= Title",
        "`raw`",
        "\\u{41}",
        "a--b",
        "//no comment",
        "{{n}}",
    ];
    for text in hostile {
        let shown = words(&PLAIN, &json!([text]));
        assert_eq!(shown.trim_end_matches('\u{c}'), text);
    }
}

#[test]
fn a_template_sees_nothing_but_its_data() {
    for source in [
        "#read(\"/etc/hostname\")",
        "#read(\"../secret\")",
        "#import \"other.typ\"",
        "#import \"@preview/cetz:0.3.0\"",
        "#datetime.today().display()",
    ] {
        let template = Template { name: "curious.typ", source };
        assert!(matches!(pdf(&template, &json!(null)), Err(TypesetError::Failed(_))), "{source}");
    }
}

#[tokio::test]
async fn the_same_data_gives_the_same_bytes() {
    let typesetter = Typesetter::new();
    let data = || json!(["Same ", "bytes, 同样的字节"]);
    let (one, other) = tokio::join!(typesetter.pdf(&PLAIN, data()), typesetter.pdf(&PLAIN, data()));
    let one = one.unwrap();
    assert!(one.starts_with(b"%PDF-1.7"));
    assert_eq!(one, other.unwrap());
    assert_ne!(one, typesetter.pdf(&PLAIN, json!(["Other bytes"])).await.unwrap());
}

#[tokio::test]
async fn what_is_too_long_for_pages_is_told_so_at_once() {
    let long = json!(["本".repeat(PDF_CHARACTERS), "a"]);
    let told = Typesetter::new().pdf(&PLAIN, long).await;
    assert!(matches!(told, Err(TypesetError::TooLong(length)) if length == PDF_CHARACTERS + 1), "{told:?}");
}

#[test]
fn what_the_fonts_lack_is_known_and_shown_as_a_box() {
    assert_eq!(lacking("Łódź Škoda Aydın Győr Nguyễn Þór"), [] as [char; 0]);
    assert_eq!(lacking("Ålesund 喆堃 ① → ✓ 𠀀 🚢🚢 ع"), ['𠀀', '🚢', 'ع']);
    let font = fonts::FONTS.all[0].clone();
    let font = font.instantiate(Default::default(), Default::default(), &Default::default());
    let shape = font.ttf().glyph_bounding_box(Default::default());
    assert!(shape.is_some(), "nothing is shown for what the font lacks");
}

#[test]
fn names_of_all_of_europe_are_set_and_can_be_read_out_again() {
    let names = "Łódź, Škoda, Aydın, Győr, Çağla, Ștefan, Nguyễn";
    assert_eq!(words(&PLAIN, &json!([names])).trim_end_matches('\u{c}'), names);
}
