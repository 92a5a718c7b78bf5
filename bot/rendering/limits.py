"""What each platform takes at most: the one table that renderers keep to and property tests hold them to.

Numbers are characters unless said otherwise. Sources: Discord's developer documentation (Component Reference, Message resource, Uploading
Files), Slack's (Block Kit reference, chat.postMessage, Modals), both as of November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscordLimits:
    """Discord's limits.

    Attributes:
        content: of a message without components v2.
        components_text: of all text displays of a components v2 message together.
        components: in a message, nested ones included; a number.
        options, autocomplete: of a select, of a list of suggestions; numbers.
        option_label, option_description, custom_id, button_label, placeholder: of these texts.
        modal_title, modal_components, input_value: of a modal; the second is a number.
        field_label, field_hint, upload_files: of a field of a modal, of the hint in it; how many files an upload takes.
        command_name, command_description: of a slash command and its options.
        thread_name: of a thread.
        alt: of a picture's description.
        file_bytes: of an upload where the interaction names no other limit; bytes.
        inline: from which length on an annotated log goes as a file.
        answer_seconds: until an interaction has to be acknowledged; seconds.
        token_seconds: how long an interaction's token may edit its answer; seconds.
    """

    content: int = 2000
    components_text: int = 4000
    components: int = 40
    options: int = 25
    autocomplete: int = 25
    option_label: int = 100
    option_description: int = 100
    custom_id: int = 100
    button_label: int = 80
    placeholder: int = 150
    modal_title: int = 45
    modal_components: int = 5
    input_value: int = 4000
    field_label: int = 45
    field_hint: int = 100
    upload_files: int = 10
    command_name: int = 32
    command_description: int = 100
    thread_name: int = 100
    alt: int = 1024
    file_bytes: int = 10 * 1024 * 1024
    inline: int = 1800
    answer_seconds: float = 3.0
    token_seconds: float = 15 * 60.0


@dataclass(frozen=True, slots=True)
class SlackLimits:
    """Slack's limits.

    Attributes:
        text: of a message's plain text that is shown whole; more is cut by the platform at 40,000.
        blocks, modal_blocks: in a message, in a modal; numbers.
        all_text: of all blocks of a message together.
        section, header, fields, field: of these; ``fields`` is a number.
        actions, context: elements of these blocks; numbers.
        context_text: of a text in a context block.
        button_label, button_value, action_id, block_id: of these texts.
        option_label, option_value, options: of a select; the last is a number.
        modal_title, metadata, input_value: of a modal.
        table_rows, table_columns: of a table block; numbers.
        inline: from which length on an annotated log goes as a file.
        alt: of a picture's description ("files.getUploadURLExternal": alt_txt_too_large).
        answer_seconds: until an event has to be acknowledged; seconds.
    """

    text: int = 4000
    blocks: int = 50
    modal_blocks: int = 100
    all_text: int = 12000
    section: int = 3000
    header: int = 150
    fields: int = 10
    field: int = 2000
    actions: int = 25
    context: int = 10
    context_text: int = 3000
    button_label: int = 75
    button_value: int = 2000
    action_id: int = 255
    block_id: int = 255
    option_label: int = 75
    option_value: int = 150
    options: int = 100
    modal_title: int = 24
    metadata: int = 3000
    input_value: int = 3000
    table_rows: int = 100
    table_columns: int = 20
    inline: int = 10000
    alt: int = 1000
    answer_seconds: float = 3.0


DISCORD = DiscordLimits()
SLACK = SlackLimits()
