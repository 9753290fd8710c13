"""By which words a letter's language shows: data."""

from __future__ import annotations

from normalizer.suspect_text import any_phrase

# Words that are half of any text in their language (none of them is a common Indonesian or English word).
INDONESIAN = any_phrase(
    r"yang|yg|dan|di|ke|dari|dr|untuk|utk|dengan|dgn|ini|itu|tidak|tdk|ada|sudah|sdh|belum|blm|akan|pada|juga|karena",
    r"krn|saya|kami|kita|anda|oleh|bisa|para|telah|atau|dalam|mohon|tolong|sangat|lagi|masih|sejak|setiap|pak|bapak",
    r"ibu|warga",
)
ENGLISH = any_phrase(
    r"the|and|of|to|is|are|you|your|for|with|this|that|have|has|we|our|from|was|will|not|be|it|on|by|as|or",
)
FOREIGN = any_phrase(
    r"le|les|des|est|pour|vous|une|avec|dans|votre|nous|sur|cette|merci|bonjour",
    r"der|das|und|nicht|ist|sie|für|mit|ein|eine|auf|ihre?|wir|sind|werden|ihnen|bitte|von|zu",
    r"el|los|las|que|una|usted|con|por|para|su|como|más|estimado|gracias|es|del|se|está",
    r"não|você|uma|seu|sua|os|mais|obrigado|são|nós|ao",
    r"het|een|niet|van|voor|uw|zijn|wij|deze|worden|met",
    r"il|della|gli|che|per|sono|questo|nostro|grazie|di più|è",
    r"bir|için|ile|bu|olarak|sizin|ve|daha|çok",
    r"nie|jest|się|na|dla|twoje|proszę|że|oraz|lub|przez",
    r"của|và|cho|bạn|là|không|được|chúng|với|các|một",
)
