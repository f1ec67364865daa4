"""The card gateway (Cổng tiếp nhận dữ liệu, egw) as hospitals know it; of cards it says what `CardService` says."""
